# frozen_string_literal: true

require "cgi"

# Posts written for other themes build unchanged.
module FrontMatter
  module_function

  # A layout we do not have is one of ours under another name, near enough.
  # Jekyll would render the page without any.
  def adopt_layout(site, item, ours)
    layout = item.data["layout"]
    return if layout.nil? || layout == "none" || site.layouts.key?(layout.to_s)

    # `post` is what most themes call it.
    unless layout == "post"
      Jekyll.logger.warn "Layout:", "'#{layout}' of #{item.relative_path} is not one of the site's; '#{ours}' is used"
    end
    item.data["layout"] = ours
  end

  # Jekyll knows a category 2026 and a category "2026"; and Hangul in one character, and in
  # the letters of it (NFD), as macOS writes it.
  def name_terms(post)
    %w[categories tags].each { |key| post.data[key] = post.data[key].map { |term| nfc(term.to_s.strip) }.reject(&:empty?).uniq }
    %w[title series ref].each { |key| post.data[key] = nfc(post.data[key]) if post.data[key].is_a?(String) }
  end

  def nfc(text)
    text.unicode_normalize(:nfc)
  end

  # The picture of a post where others link to it. Minimal Mistakes and themes before
  # it know it by several names.
  def picture(post)
    header, image = post.data.values_at("header", "image")
    image = header.values_at("og_image", "teaser", "image").compact.first || image if header.is_a?(Hash)
    image = image.values_at("path", "feature", "teaser").compact.first if image.is_a?(Hash)
    post.data["image"] = Array(image).first
  end

  # Without an excerpt of its own a post is introduced by its first paragraph.
  # Jekyll would take all before the first empty line: a heading, or half of a
  # code block. `summary` is the same as plain text, for lists and links.
  def introduce(post)
    post.data["excerpt"] = first_paragraph(post.content) if post.data["excerpt"].is_a?(Jekyll::Excerpt)
    post.data["summary"] = plain_text(post.data["excerpt"].to_s)
  end

  def first_paragraph(markdown)
    document = CommonMarker.render_doc(markdown, :FOOTNOTES, [:table, :strikethrough, :autolink])
    first = document.find { |node| node.type == :paragraph && words?(node) }
    first ? first.to_html.gsub(%r{<sup class="footnote-ref">.*?</sup>}, "") : ""
  end

  # Whether there is more in PARAGRAPH than pictures, a tag of Liquid or kramdown's attributes.
  def words?(paragraph)
    text = paragraph.walk.select { |node| %i[text code].include?(node.type) && node.parent.type != :image }
                    .map(&:string_content).join.lstrip
    !text.empty? && !text.start_with?("{%", "{:")
  end

  def plain_text(markdown)
    html = CommonMarker.render_html(markdown, :UNSAFE)
    CGI.unescapeHTML(html.gsub(/<[^>]*>/, "")).split.join(" ")
  end
end

Jekyll::Hooks.register :site, :post_read do |site|
  site.posts.docs.each do |post|
    FrontMatter.adopt_layout(site, post, "single")
    FrontMatter.name_terms(post)
    FrontMatter.picture(post)
    FrontMatter.introduce(post)
  end
  site.pages.each { |page| FrontMatter.adopt_layout(site, page, "page") }
end
