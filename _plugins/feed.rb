# frozen_string_literal: true

require "addressable"

# What an article must be to be read away from its page.
module Feed
  LINK = /(\s(?:href|src)=")([^"]*)"/.freeze
  PERMALINK = %r{<a class="permalink"[^>]*></a>}.freeze

  # Two drawings of one thing, of which a stylesheet shows one: their words are enough.
  TIMELINE = %r{<div class="timeline".*?</div>\n<p class="legend">.*?</p>\n<details class="as-text"><summary>.*?</summary>\n(.*?)\n</details>}m.freeze

  # What a page folds around a source: the words that unfold it would stand there with all of it.
  FOLDED = %r{<details class="(?:rest|how)".*?</details>\n?}m.freeze

  # HTML with every address whole, as seen from PAGE: a feed reader shows it at
  # an address of its own. Inside code `"` may stand, `<` may not, so only tags
  # are looked at.
  def for_feed(html, page)
    html.gsub(PERMALINK, "").gsub(TIMELINE, "\\1").gsub(FOLDED, "").gsub(/<[a-z][^>]*>/) do |tag|
      tag.gsub(LINK) { %(#{Regexp.last_match(1)}#{Feed.whole(Regexp.last_match(2), page)}") }
    end
  end

  def self.whole(url, page)
    Addressable::URI.join(page, url).to_s
  rescue Addressable::URI::InvalidURIError
    url
  end
end

Liquid::Template.register_filter(Feed)
