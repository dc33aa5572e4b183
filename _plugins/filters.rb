# frozen_string_literal: true

require "cgi"
require "erb"

require_relative "article/anchors"

module Article
  # Liquid filters of the layouts.
  module Filters
    # A heading as Article::Renderer writes it. Inside code `<` is escaped, so
    # nothing shown can look like one.
    HEADING = %r{<h([2-4]) id="([^"]+)">(.*?)</h\1>}m.freeze

    # The headings of converted HTML as nested lists of links, or "" where there
    # are fewer than MINIMUM. Made from the HTML, not while it is rendered: so a
    # page that comes from the cache has its contents as well.
    def contents(html, minimum = 1)
      headings = html.to_s.gsub(/<!--.*?-->/m, "").scan(HEADING).map do |level, id, text|
        [level.to_i, id, text.gsub(%r{</?a\b[^>]*>|<img\b[^>]*>|<sup class="footnote-ref">.*?</sup>}, "").strip]
      end
      headings.reject! { |_, _, text| text.empty? }
      headings.size < minimum.to_i ? "" : Filters.nest(headings)
    end

    # An id for a category or tag. Ids may hold anything but blanks.
    def term_id(name)
      CGI.escapeHTML(Filters.slug(name))
    end

    # The same as it stands in a link.
    def term_fragment(name)
      ERB::Util.url_encode(Filters.slug(name))
    end

    def self.slug(name)
      slug = name.to_s.strip.gsub(/\s+/, "-")
      Anchors::RESERVED.match?(slug) ? "section-#{slug}" : slug
    end

    def self.nest(headings)
      html = +""
      open = []
      headings.each do |level, id, text|
        while open.size > 1 && open[-2] >= level
          open.pop
          html << "</li></ul>"
        end
        if open.empty? || open.last < level
          open << level
          html << "<ul>"
        else
          html << "</li>"
          open[-1] = level
        end
        html << %(<li><a href="##{id}">#{text}</a>)
      end
      html << ("</li></ul>" * open.size)
    end
  end
end

Liquid::Template.register_filter(Article::Filters)
