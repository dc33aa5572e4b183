# frozen_string_literal: true

module Article
  # Gives out the ids of one page: readable, unique, and the same each time.
  class Anchors
    # Ids of the layouts, and of footnotes.
    RESERVED = /\A(?:content|contents|search-results|fn(?:ref)?\d+(?:-\d+)?)\z/.freeze

    def initialize
      @used = {}
    end

    # Those of a page's nodes are given in the page's order: of a heading's NODE, and of
    # the figure of a DIRECTIVE.
    def heading(node)
      claim(node.walk.select { |n| %i[text code].include?(n.type) }.map(&:string_content).join)
    end

    def figure(directive)
      claim(directive.label)
    end

    # An id for TEXT as code hosts make it: lower case, letters of any script
    # kept, blanks to hyphens, everything else dropped.
    def claim(text)
      slug = text.unicode_normalize(:nfc).downcase.gsub(/[^\p{Word}\s-]/, "").strip.gsub(/\s/, "-")
      slug = "section-#{slug}".chomp("-") if slug.empty? || RESERVED.match?(slug)
      id = slug
      number = 0
      id = "#{slug}-#{number += 1}" while @used.key?(id)
      @used[id] = true
      id
    end
  end
end
