# frozen_string_literal: true

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

    # The text of FILE, "" where it is not there.
    def text(file)
      File.read(File.join(@folder, file), :encoding => "UTF-8").scrub
    rescue SystemCallError
      ""
    end

    private

    # The record names its inputs, and the flags of the compiler among them.
    def inputs(record)
      ((record && record["inputs"]) || {}).keys.select { |name| name.include?("/") || name.include?(".") }
                                         .reject { |name| name.start_with?("/") || name.split("/").include?("..") }
    end
  end
end
