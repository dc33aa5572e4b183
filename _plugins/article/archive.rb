# frozen_string_literal: true

require "rubygems/package"
require "stringio"
require "zlib"

require_relative "archive/script"
require_relative "printed"
require_relative "sources"

module Article
  # An example as one file to fetch: its sources, a Makefile with the recorded calls of the
  # compiler, a script that runs it, and what it printed.
  class Archive
    # Its name, of the snippet NAME: archives of different examples lie beside each other.
    def self.name(name)
      name.tr("/", "-")
    end

    # Where it lies, from the site's root.
    def self.path(name)
      "/#{Sources::FOLDER}/#{self.name(name)}.tar.gz"
    end

    # What it is; on one line, as snip takes no title of several.
    def self.title(record)
      record.values_at("snippet", "title").compact.join(": ")
    end

    def initialize(record, sources)
      @record = record
      @sources = sources
      @name = record["snippet"]
    end

    # The same for the same record and sources, whenever and wherever it is made.
    def bytes
      packed = StringIO.new("".b)
      gzip = Zlib::GzipWriter.new(packed, Zlib::BEST_COMPRESSION)
      gzip.mtime = 0
      gzip.write(tar)
      gzip.close
      packed.string
    end

    # Names and contents.
    def files
      { "Makefile" => makefile, "run.sh" => script.text, "output.txt" => output }.compact
        .transform_keys { |name| File.join(*inside, name) }.merge(given)
    end

    private

    def tar
      epoch = ENV["SOURCE_DATE_EPOCH"]
      ENV["SOURCE_DATE_EPOCH"] = "0" # what RubyGems dates files by
      packed = StringIO.new("".b)
      Gem::Package::TarWriter.new(packed) do |tar|
        files.sort.each do |name, text|
          mode = name.end_with?("run.sh") ? 0o755 : 0o644
          tar.add_file_simple("#{Archive.name(@name)}/#{name}", mode, text.bytesize) { |file| file.write(text.b) }
        end
      end
      packed.string
    ensure
      ENV["SOURCE_DATE_EPOCH"] = epoch
    end

    # The folder of the snippet below snippets/, "." for that itself.
    def folder
      @folder ||= @sources.there?("#{@name}/snippet.yml") ? @name : File.dirname(@name)
    end

    def manifest
      ["#{@name}/snippet.yml", "#{@name}.yml"]
    end

    # All that it is made of, but for the manifest.
    def inputs
      (@record["inputs"] || {}).keys.select { |name| Sources.path?(name) && @sources.there?(name) } - manifest
    end

    # The folder that all of them lie in: its own, but where it uses headers of others.
    def root
      @root ||= inputs.map { |name| File.dirname(name) }.push(folder).map { |path| path == "." ? [] : path.split("/") }
                      .reduce { |one, other| one.zip(other).take_while { |a, b| a == b }.map(&:first) }
    end

    # The snippet's folder, from there.
    def inside
      folder == "." ? [] : folder.split("/").drop(root.size)
    end

    def given
      inputs.to_h { |name| [name.split("/").drop(root.size).join("/"), @sources.bytes(name)] }
    end

    def script
      @script ||= Script.new(@record, manifest.map { |name| @sources.text(name) }.join)
    end

    def output
      Printed.new(@record).text if Array(@record["processes"]).any?
    end

    def makefile
      programs = Array(@record["compile"]).map { |step| [File.basename(step["file"], ".*"), step] }
      headers = inputs.select { |name| name.end_with?(".h") && File.dirname(name) == folder }.map { |name| File.basename(name) }
      [heading, "all: #{programs.map(&:first).join(" ")}\n",
       *programs.map { |name, step| "\n#{name}: #{[step["file"], *step["others"], *headers].join(" ")}\n\t#{step["command"].gsub("$", "$$")}\n" },
       (run if script.text), "\nclean:\n\trm -f #{programs.map(&:first).join(" ")}\n",
       "\n.PHONY: all #{"run " if script.text}clean\n"].join
    end

    def heading
      recorded = @record["environment"].values.join(", ")
      <<~TEXT
        # #{Archive.title(@record)}
        # Compiled and run with #{recorded}, it printed what is in output.txt.

      TEXT
    end

    def run
      "\nrun: all#{" # as root" if script.lab?}\n\t#{"-" unless script.lab?}./run.sh\n"
    end
  end
end
