# frozen_string_literal: true

require "digest"
require "json"

# Under `jekyll serve --incremental` only what may have changed is rendered again.
# Jekyll sees by itself that a post's file, a layout or an include has. What a
# post's page holds besides, of records, strings, programs and other posts, is
# compared here with what it held the last time.
class Regenerate
  # What layouts show of other posts.
  OTHERS = %w[before after series_posts translations].freeze

  # In a site that is built once, all is rendered.
  def self.mark(site)
    return unless site.incremental?

    @seen ||= {}
    parser = site.find_converter_instance(Jekyll::Converters::Markdown).parser
    site.posts.docs.each do |post|
      state = state(post, parser)
      post.data["regenerate"] = true if @seen.fetch(post.path, state) != state
      @seen[post.path] = state
    end
  end

  def self.state(post, parser)
    own = post.data.reject { |key, value| OTHERS.include?(key) || document?(value) }
    others = OTHERS.map { |key| names(post.data[key]) }
    parser.lang = post.data["lang"]
    Digest::SHA256.hexdigest([own, others, post.url, parser.cache_key(post.content)].inspect)
  end

  def self.document?(value)
    value.is_a?(Jekyll::Document) || value.is_a?(Jekyll::Excerpt)
  end

  # By what links to them are made of.
  def self.names(value)
    return value.map { |item| names(item) } if value.is_a?(Array)

    value.is_a?(Jekyll::Document) ? [value.url, value.data["title"], value.data["lang"]] : value
  end
  private_class_method :state, :document?, :names
end

Jekyll::Hooks.register :site, :pre_render do |site|
  Regenerate.mark(site)
end
