# frozen_string_literal: true

require "digest"

module Article
  # The programs themselves, `snippets/…`, which readers may fetch.
  class Sources
    FOLDER = "snippets"

    def self.of(site)
      new(site.in_source_dir(FOLDER))
    end

    def initialize(folder)
      @folder = folder
    end

    # The files behind DIRECTIVE that are there, as paths below snippets/.
    def files(directive, record)
      own = directive.file? ? [directive.subject] : []
      (own + inputs(record)).uniq.select { |file| there?(file) }
    end

    def there?(file)
      File.file?(File.join(@folder, file))
    end

    # The folder where the files of SUBJECT lie, a file or a snippet's name, as a path of the
    # project: a snippet of several programs is a folder itself.
    def place(subject)
      own = File.directory?(File.join(@folder, subject)) ? subject : File.dirname(subject)
      File.join(FOLDER, *(own unless own == "."))
    end

    # The text of FILE, "" where it is not there.
    def text(file)
      bytes(file).force_encoding("UTF-8").scrub
    end

    def bytes(file)
      File.binread(File.join(@folder, file))
    rescue SystemCallError
      +""
    end

    # The digest of FILE, as records have it; nil where it is not there.
    def digest(file)
      Digest::SHA256.file(File.join(@folder, file)).hexdigest
    rescue SystemCallError
      nil
    end

    # Whether NAME, of an input in a record, is a file: the flags of the compiler are among them.
    def self.path?(name)
      (name.include?("/") || name.include?(".")) && !name.start_with?("/") && !name.split("/").include?("..")
    end

    private

    def inputs(record)
      ((record && record["inputs"]) || {}).keys.select { |name| Sources.path?(name) }
    end
  end
end
