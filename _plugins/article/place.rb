# frozen_string_literal: true

require "digest"

require_relative "directive"
require_relative "reading"

module Article
  # Where a page comes from: its file, as snip would read it.
  class Place
    # READING tells what snip reads.
    def initialize(page, reading)
      @page = page
      @text = page.content.to_s
      @reading = reading
    end

    # Why snip does not verify what the file shows, nil where it does.
    def unread
      return @unread if defined?(@unread)

      @unread = @reading.fault(@page)
    end

    # Why the block that the HTML block NODE opens is none of the file's, nil where it is.
    # An include, or the head of the page, may have brought it here.
    def foreign(node)
      comments = [node, node.next&.next].map { |each| each&.type == :html ? each.string_content.strip : "" }
      "this stands in no file that snip reads, but in an include or a head" unless comments.all? { |text| @text.include?(text) }
    end

    # Where NODE of CONTENT, which was made of the file's text, stands: "post:line".
    def where(content, node)
      opener = node.string_content.strip
      line = content == @text ? node.sourcepos[:start_line] : @text.lines.index { |each| each.include?(opener) }&.succ
      line ? at(line) : Reading.path(@page)
    end

    # Of a page that is not Markdown, where directives stand that look right in it.
    def unrendered
      return [] if @page.site.find_converter_instance(Jekyll::Converters::Markdown).matches(File.extname(Reading.path(@page)))

      @text.lines.each_index.select { |number| @text.lines[number].match?(/^[ \t]*#{Directive::MEANT}[ \t]*$/) }.map { |number| at(number + 1) }
    end

    # What a page that is made of CONTENT depends on besides.
    def key(content)
      [unread.to_s, content == @text ? "" : Digest::SHA256.hexdigest(@text)]
    end

    private

    # LINE of the text as a line of the file, below the head.
    def at(line)
      file = @page.is_a?(Jekyll::Document) ? @page.path : @page.site.in_source_dir(@page.relative_path)
      head = File.file?(file) ? File.read(file, :encoding => "UTF-8").count("\n") - @text.count("\n") : 0
      "#{Reading.path(@page)}:#{head + line}"
    end
  end
end
