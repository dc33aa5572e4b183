# frozen_string_literal: true

require_relative "series"

# Liquid filters of pages that list posts.
module Listings
  # Posts by what they have in common, as pairs of a name and its posts: KEY is
  # `categories`, `tags`, `series` or `year`.
  def grouped(posts, key)
    case key
    when "year" then posts.group_by { |post| post.date.year.to_s }.to_a
    when "series" then Listings.by_series(posts)
    else Listings.by_term(posts, key)
    end
  end

  # When the latest change to any of POSTS was made, or nil.
  def newest(posts)
    posts.map { |post| Jekyll::Utils.parse_date((post.data["last_modified_at"] || post.date).to_s) }.max
  end

  # A string of `_data/LANG.yml` with its gaps filled.
  def fill(string, *values)
    format(string.to_s, *values)
  end

  # The series begun first comes first.
  def self.by_series(posts)
    posts.reverse.select { |post| post.data["series"] }.group_by { |post| post.data["series"].to_s }
         .transform_values { |parts| Series.in_order(parts) }.to_a
  end

  def self.by_term(posts, key)
    groups = Hash.new { |hash, term| hash[term] = [] }
    posts.each { |post| post.data[key].each { |term| groups[term] << post } }
    groups.sort_by { |term, _| [term.downcase, term] }
  end
end

Liquid::Template.register_filter(Listings)
