# frozen_string_literal: true

require "commonmarker"

# What an author means to be more than text, and a reader would see as it is written,
# or not at all. This says where it stands.
#
# In CommonMark `**소켓(socket)**은` is no emphasis: the second `**` stands between a
# bracket and a letter, and closes nothing. Posts from other blogs have attribute lists
# of kramdown, Liquid, and pictures of other sites, which the page's policy refuses.
module Leftovers
  Sign = Struct.new(:pattern, :types, :message)

  LIQUID = Sign.new(/\{%-?\s*[a-z]|\{\{.*?\}\}/m, %i[text html inline_html link image],
                    "Liquid is run only where the head says render_with_liquid: true, this would show")
  ELSEWHERE = "a page loads nothing from elsewhere, this would be missing"
  SIGNS = [
    Sign.new(/\*\*/, %i[text], "the asterisks would show"),
    Sign.new(/\{:\s*(?:[.#]|\w+[=}])/, %i[text], "CommonMark knows no attribute lists, this one would show"),
    LIQUID,
    Sign.new(%r{<\w[^>]*\ssrc\s*=\s*["']?(?:https?:)?//}i, %i[html inline_html], ELSEWHERE),
    Sign.new(%r{\A(?:https?:)?//}, %i[image], ELSEWHERE),
  ].freeze

  # What may hold all this as it is: code, and comments.
  CODE = %r{<(pre|code|kbd|samp)\b.*?</\1>|<!--.*?-->}m.freeze

  # Where a page has none of these it need not be looked at more closely, which takes longer.
  TRACES = ["**", "{:", "{%", "{{", "%7B", "src", "SRC"].freeze

  # What a page may look like that has some. Links are encoded there.
  SUSPECT = %r{\*\*|\{[:%\{]|%7B(?:%7B|%25)|\ssrc\s*=\s*["']?(?:https?:)?//}i.freeze

  # A sign that is meant as text. The parser would give it as it gives the others.
  ESCAPED = /\\[*{]/.freeze

  module_function

  def check(item)
    return unless item.output_ext == ".html" && TRACES.any? { |trace| item.content.include?(trace) }
    return unless SUSPECT.match?(item.content.gsub(CODE, ""))

    signs = item.data["render_with_liquid"] == false ? SIGNS : SIGNS - [LIQUID]
    lines(item, signs).each { |line, message, text| warn "#{item.relative_path}:#{line}: #{message}: #{text}" }
  end

  # What of SIGNS is left in the file of ITEM: numbers of lines, what is wrong there, the lines.
  def lines(item, signs)
    text = File.read(item.site.in_source_dir(item.relative_path), :encoding => "bom|utf-8")
    head = text[Jekyll::Document::YAML_FRONT_MATTER_REGEXP].to_s
    source = text.lines(:chomp => true)
    # What names the site itself is not elsewhere.
    body = text.delete_prefix(head).gsub(ESCAPED, " ").gsub(%r{#{Regexp.escape(item.site.config["url"].to_s)}(?=/)}, "")
    document = CommonMarker.render_doc(body, :FOOTNOTES, %i[table strikethrough autolink])
    document.walk.flat_map { |node| found(node, signs) }.uniq.map do |line, message|
      line += head.count("\n")
      [line, message, source[line - 1].strip]
    end
  end

  # What is left in NODE, with its line.
  def found(node, signs)
    text = words(node) or return []

    signs.filter_map do |sign|
      at = sign.types.include?(node.type) && text.index(sign.pattern)
      [node.sourcepos[:start_line] + text[0...at].count("\n"), sign.message] if at
    end
  end

  def words(node)
    case node.type
    when :text then node.string_content
    when :html, :inline_html then node.string_content.gsub(/<!--.*?-->/m) { |comment| comment.gsub(/[^\n]/, " ") }
    when :link, :image then node.url
    end
  end
end

Jekyll::Hooks.register %i[documents pages], :post_convert do |item|
  Leftovers.check(item)
end
