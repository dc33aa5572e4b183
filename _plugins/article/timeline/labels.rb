# frozen_string_literal: true

require_relative "lines"

module Article
  class Timeline
    # Finds places for the words of arrows, each along its own: in the middle, or
    # nearer the sender where that is free and the middle is not.
    class Labels
      CELL = 6.1      # a character at 11 px
      LENGTH = 0.75   # of an arrow that words may take: at its ends others begin
      ABOVE = 4       # the words stand as much above the arrow
      PLACES = [0.5, 0.34, 0.26, 0.42, 0.2, 0.66, 0.58, 0.74, 0.8].freeze
      NEAR = 13       # what is nearer than this touches

      Place = Struct.new(:x, :y, :angle, :text, :whole)

      # ARROWS are their ends: x and y of where each leaves, and of where it arrives.
      def initialize(arrows)
        @arrows = arrows
        @taken = []
      end

      # For TEXT on arrow INDEX, which goes over so many GAPS between lifelines: it
      # stands within one, the first if it can.
      def place(index, text, gaps)
        x1, y1, x2, y2 = @arrows[index]
        length = Math.hypot(x2 - x1, y2 - y1)
        places = gaps == 1 ? PLACES : (0...gaps).flat_map { |gap| [0.5, 0.4, 0.6].map { |t| (gap + t) / gaps } }
        shown = Lines.cut(text, [(length / gaps * LENGTH / CELL).floor, 3].max)
        half = Text.width(shown) * CELL / 2 / length
        best = places.select { |t| t - half > 0.02 && t + half < 0.98 }.min_by.with_index { |t, n| [touched(index, t, half), n] } || 0.5
        @taken << spots(index, best, half)
        slope = Math.atan((y2 - y1) / (x2 - x1).to_f)
        Place.new(x1 + (x2 - x1) * best + ABOVE * Math.sin(slope), y1 + (y2 - y1) * best - ABOVE * Math.cos(slope),
                  slope * 180 / Math::PI, shown, (text unless shown == text))
      end

      private

      # Points along the middle of words that stand at T on arrow INDEX.
      def spots(index, t, half)
        x1, y1, x2, y2 = @arrows[index]
        (-2..2).map { |n| [x1 + (x2 - x1) * (t + half * n / 2), y1 + (y2 - y1) * (t + half * n / 2) - 8] }
      end

      def touched(index, t, half)
        spots = spots(index, t, half)
        words = @taken.count { |other| spots.any? { |x, y| other.any? { |a, b| (x - a).abs < NEAR && (y - b).abs < NEAR } } }
        lines = @arrows.each_with_index.count { |arrow, n| n != index && spots.any? { |spot| distance(spot, arrow) < 5.5 } }
        words * 3 + lines
      end

      def distance(spot, arrow)
        x, y = spot
        x1, y1, x2, y2 = arrow
        along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1)**2 + (y2 - y1)**2).to_f
        along = along.clamp(0, 1)
        Math.hypot(x1 + (x2 - x1) * along - x, y1 + (y2 - y1) * along - y)
      end
    end
  end
end
