# frozen_string_literal: true

require_relative "article"

# What stands behind the outputs of a language's articles, as the home page tells it: of
# how many snippets they are, and where those ran.
class Proof < Jekyll::Generator
  PARTS = %w[kernel compiler libc].freeze

  def generate(site)
    records = site.find_converter_instance(Jekyll::Converters::Markdown).parser.material.records
    site.data["proof"] = site.data["posts"].transform_values { |posts| told(posts, records) }
  end

  private

  def told(posts, records)
    shown = posts.flat_map { |post| Article::Directive.all_in(post.content.to_s) }.filter_map { |each| records.for(each) }
                 .uniq { |record| record["snippet"] }.select { |record| record["processes"].to_a.any? }
    places = shown.filter_map { |record| record["environment"] }
    { "snippets" => shown.size, "where" => PARTS.flat_map { |part| places.filter_map { |place| place[part] }.uniq }.join(", ") }
  end
end
