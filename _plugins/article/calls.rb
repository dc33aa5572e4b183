# frozen_string_literal: true

module Article
  # System and library calls that have a manual page: `_data/calls.yml`.
  class Calls
    # The start of a definition, as a function or a macro.
    DEFINITION = /^[A-Za-z_][\w \t*]*?[ \t*](\w+)[ \t]*\((?:[^();{}]|\([^()]*\))*\)\s*\{|^[ \t]*#[ \t]*define[ \t]+(\w+)\(/.freeze

    # The names that SOURCE itself defines.
    def self.defined_in(source)
      source.scan(DEFINITION).flatten.compact.uniq
    end

    # TABLE holds an address with %{name} and %{section}, and the names of each section.
    def initialize(table)
      @address = (table || {})["address"].to_s
      @pages = ((table || {})["sections"] || {}).flat_map do |section, names|
        names.map { |name| [name, format(@address, :name => name, :section => section).freeze] }
      end.to_h
    end

    # The manual page of NAME, or nil.
    def page(name)
      @pages[name]
    end
  end
end
