# frozen_string_literal: true

require_relative "prose"

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

  module_function

  def check(prose)
    signs = prose.item.data["render_with_liquid"] == false ? SIGNS : SIGNS - [LIQUID]
    prose.nodes.flat_map { |node| found(node, signs) }.uniq.each do |line, message|
      warn "#{prose.at(line)}: #{message}: #{prose.line(line)}"
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
    when :html, :inline_html then Prose.html(node)
    when :link, :image then node.url
    end
  end
end
