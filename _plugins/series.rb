# frozen_string_literal: true

# The order to read in. Posts of one `series` follow each other by their
# `series_order`, else by date; every other post follows the one before it in
# its language.
module Series
  module_function

  # `site.data.posts` has each language's posts, the newest first.
  def arrange(site)
    shown = in_turn(site.posts.docs).group_by { |post| post.data["lang"] }
    site.data["posts"] = site.data.select { |_, strings| strings.is_a?(Hash) && strings["root"] }
                             .to_h { |lang, _| [lang, (shown[lang] || []).reverse] }
    shown.each_value do |posts|
      link(posts)
      posts.select { |post| post.data["series"] }.group_by { |post| post.data["series"].to_s }
           .each_value { |parts| number(in_order(parts)) }
    end
  end

  # By date; those of a day that are of a series in its order.
  def in_turn(posts)
    posts.sort_by.with_index { |post, index| [post.date, post.data["series_order"].to_f, index] }
  end

  def in_order(posts)
    posts.sort_by { |post| [post.data["series_order"]&.to_f || Float::INFINITY, post] }
  end

  def number(parts)
    link(parts)
    parts.each.with_index(1) do |post, number|
      post.data["series_posts"] = parts
      post.data["series_number"] = number
    end
  end

  def link(posts)
    [nil, *posts, nil].each_cons(3) do |before, post, after|
      post.data["before"] = before
      post.data["after"] = after
    end
  end
end

Jekyll::Hooks.register :site, :post_read, :priority => :low do |site|
  Series.arrange(site)
end
