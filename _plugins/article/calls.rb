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
      sections = (table || {})["sections"] || {}
      @sections = sections.flat_map { |section, names| names.map { |name| [name, section] } }.to_h
      @pages = @sections.to_h { |name, section| [name, address(name, section).freeze] }
    end

    # The manual page of NAME, or nil.
    def page(name)
      @pages[name]
    end

    # The section of the manual that NAME is in, or nil.
    def section(name)
      @sections[name]
    end

    # The address of the manual page NAME(SECTION).
    def address(name, section)
      format(@address, :name => name, :section => section)
    end
  end
end
