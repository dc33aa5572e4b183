# frozen_string_literal: true

module Article
  # Which files snip reads: those that `posts` of snip.yml names, and Markdown below
  # the folders that it names. snip knows nothing of Jekyll, so it is seen to here that
  # nothing is rendered with a directive in it that snip never verifies.
  class Reading
    ENDINGS = %w[.md .markdown .mkdown .mkdn .mkd].freeze # as in tools/snip/engine/plan/load.c
    SETTINGS = "snip.yml"

    def initialize(site)
      @source = site.source
      settings = File.file?(File.join(@source, SETTINGS)) ? SafeYAML.load_file(File.join(@source, SETTINGS)) : nil
      posts = (settings.is_a?(Hash) && settings["posts"]) || "_posts"
      @posts = Array(posts).map { |path| path.to_s.delete_prefix("./").chomp("/") }
    end

    # Why snip does not read the file of DOCUMENT, nil where it does.
    def fault(document)
      path = Reading.path(document)
      return "snip does not read files that end in #{File.extname(path)}; Markdown ends in .md" unless markdown?(path)

      root = @posts.find { |folder| path == folder || path.start_with?("#{folder}/") }
      unless root
        place = path.include?("/") ? File.dirname(path) : path
        return "snip does not read this file; add #{place} to `posts` in #{SETTINGS}"
      end
      "snip does not follow links to folders, nor read what is hidden; move this file" if hidden?(root, path)
    end

    # The path of the file of DOCUMENT, from the site's source.
    def self.path(document)
      path = document.is_a?(Jekyll::Document) ? document.path : document.relative_path
      path.delete_prefix("#{document.site.source}/")
    end

    private

    def markdown?(path)
      ENDINGS.include?(File.extname(path).downcase)
    end

    def hidden?(root, path)
      folder = root
      path.delete_prefix(root).split("/").reject(&:empty?).any? do |name|
        here = folder = File.join(folder, name)
        name.start_with?(".") || name.end_with?("~") || (here != path && File.symlink?(File.join(@source, here)))
      end
    end
  end
end
