# frozen_string_literal: true

# A feed is read far from the site: links of its articles are made absolute.
# Each entry names its address in xml:base, yet many readers take no notice.
module Feed
  CONTENT = %r{(<content\b[^>]*\bxml:base="([^"]+)"[^>]*>)(.*?)(</content>)}m.freeze
  # Below the root, or on the same page. In shown code quotes are escaped.
  LINK = %r{\b(href|src)="(/(?!/)|#)}.freeze

  module_function

  def absolute(feed)
    feed.gsub(CONTENT) do
      opening, base, content, closing = Regexp.last_match.captures
      opening + content.gsub(LINK) { %(#{Regexp.last_match(1)}="#{root_of(base, Regexp.last_match(2))}) } + closing
    end
  end

  def root_of(base, kind)
    kind == "#" ? "#{base}#" : "#{base[%r{\A\w+://[^/]+}]}/"
  end
end

Jekyll::Hooks.register :pages, :post_render do |page|
  page.output = Feed.absolute(page.output) if page.url.end_with?("/feed.xml")
end
