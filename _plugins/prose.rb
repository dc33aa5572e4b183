# frozen_string_literal: true

require "commonmarker"

# The file of a page as CommonMark reads it, to say at which line something stands.
class Prose
  # A sign that is meant as text. The parser would give it as it gives the others.
  ESCAPED = /\\[*{\[]/.freeze

  BLOCKS = %i[paragraph header table_cell].freeze

  attr_reader :item, :body

  # That of ITEM, nil where it has no file, or one that is not Markdown.
  def self.of(item)
    file = item.site.in_source_dir(item.relative_path)
    markdown = item.site.find_converter_instance(Jekyll::Converters::Markdown)
    new(item, File.read(file, :encoding => "bom|utf-8")) if markdown.matches(File.extname(file)) && File.file?(file)
  end

  def initialize(item, text)
    @item = item
    @body = text[Jekyll::Document::YAML_FRONT_MATTER_REGEXP] ? Regexp.last_match.post_match : text
    @lines = text.lines(:chomp => true)
    @head = @lines.size - @body.lines.size
    # What names the site itself is not elsewhere.
    own = @body.gsub(ESCAPED, " ").gsub(%r{#{Regexp.escape(item.site.config["url"].to_s)}(?=/)}, "")
    @nodes = CommonMarker.render_doc(own, :FOOTNOTES, %i[table strikethrough autolink]).walk.to_a
  end

  # Where LINE of the body stands.
  def at(line)
    "#{@item.relative_path}:#{@head + line}"
  end

  # That line, as it is written.
  def line(line)
    @lines[@head + line - 1].to_s.strip
  end

  # Those nodes that are one of TYPES, all without.
  def nodes(*types)
    types.empty? ? @nodes : @nodes.select { |node| types.include?(node.type) }
  end

  # The lines of code, which may hold anything.
  def code
    nodes(:code_block).flat_map { |node| (node.sourcepos[:start_line]..node.sourcepos[:end_line]).to_a }
  end

  # What is text and only that in each block, with the line where it begins. What else
  # stands in it is one character.
  def texts
    nodes(*BLOCKS).filter_map do |block|
      first = block.walk.find { |node| %i[text code].include?(node.type) }
      [text(block), first.sourcepos[:start_line]] if first
    end
  end

  # The HTML of NODE without comments, whose lines stay.
  def self.html(node)
    node.string_content.gsub(/<!--.*?-->/m) { |comment| comment.gsub(/[^\n]/, " ") }
  end

  private

  def text(node)
    node.each.map do |child|
      case child.type
      when :text then child.string_content
      when :softbreak, :linebreak then "\n"
      when :emph, :strong, :strikethrough then text(child)
      else "\u{fffc}"
      end
    end.join
  end
end
