# frozen_string_literal: true

require "json"

module Article
  # The records of runs, `_data/snippets/…json`, nested by folder.
  #
  # They are read here, and only those that are shown. Jekyll would read them as
  # YAML, which may not hold what JSON may, and put bind.json into the place of
  # the folder bind.
  class Records
    FOLDER = "snippets"

    # Keeps Jekyll's own reader out of the folder.
    module Unread
      def read_data_to(dir, data)
        super unless dir == site.in_source_dir(site.config["data_dir"], FOLDER)
      end
    end
    Jekyll::DataReader.prepend(Unread)

    # Those of a site.
    def self.of(site)
      new(site.in_source_dir(site.config["data_dir"], FOLDER), File.join(site.config["data_dir"], FOLDER))
    end

    # FOLDER is where they lie, SHOWN what messages call it.
    def initialize(folder, shown = folder)
      @folder = folder
      @shown = shown
      @read = {}
      @broken = {}
    end

    # The record behind a directive, or nil.
    def for(directive)
      directive.snippets.lazy.filter_map { |name| find(name) }.first
    end

    # What is wrong with the file that should be the record behind a directive, or nil.
    def broken(directive)
      directive.snippets.filter_map { |name| @broken[name] unless find(name) }.first
    end

    # The record of the snippet NAME, or nil.
    def find(name)
      @read.fetch(name) { @read[name] = read(name) }
    end

    def path(name)
      File.join(@shown, "#{name}.json")
    end

    private

    def read(name)
      record = JSON.parse(File.read(File.join(@folder, "#{name}.json"), :encoding => "UTF-8"))
      return record if record.is_a?(Hash) && record["snippet"] == name && record["environment"].is_a?(Hash)

      @broken[name] = "#{path(name)}: not the record of #{name}. Run: make update"
      nil
    rescue JSON::ParserError
      @broken[name] = "#{path(name)}: not the record of #{name}, nor JSON. Run: make update"
      nil
    rescue Errno::ENOENT, Errno::ENOTDIR
      nil
    end
  end
end
