# frozen_string_literal: true

module Article
  # The records of runs, `_data/snippets/…json`, as Jekyll has read them: nested
  # by folder. None at all is fine; they only add to what the post shows.
  class Records
    FOLDER = "snippets"

    # The records of a site that has been read. Raises where a file is not the
    # record its path says it is.
    def self.read(site)
      records = new(site.data[FOLDER])
      folder = site.in_source_dir(site.config["data_dir"], FOLDER)
      Dir.glob("**/*.json", :base => folder).sort.each do |file|
        name = file.delete_suffix(".json")
        next if records.find(name)

        raise Jekyll::Errors::FatalException,
              "#{File.join(site.config["data_dir"], FOLDER, file)}: not the record of #{name}. Run: make update"
      end
      records
    end

    # What was typed to make RECORD, with the prompts: of several processes each
    # has one with its name.
    def self.inputs(record)
      compiles, processes = %w[compile processes].map { |part| (record && record[part]) || [] }
      compiles.map { |step| "$ #{step["command"]}" } +
        processes.map { |step| "#{step["name"] if processes.size > 1}$ #{step["command"]}" }
    end

    def initialize(tree)
      @tree = tree || {}
    end

    # The record behind a directive, or nil.
    def for(directive)
      directive.snippets.lazy.filter_map { |name| find(name) }.first
    end

    # The record of the snippet NAME, or nil. Nothing else says so of itself: not
    # a folder, not a part of another record.
    def find(name)
      found = name.split("/").reduce(@tree) { |tree, part| tree[part] if tree.is_a?(Hash) }
      found if found.is_a?(Hash) && found["snippet"] == name && found["environment"].is_a?(Hash)
    end
  end
end
