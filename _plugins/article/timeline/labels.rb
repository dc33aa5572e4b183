# frozen_string_literal: true

require_relative "lines"

module Article
  class Timeline
    # Finds places for the words of arrows, each along its own: above the middle, or
    # elsewhere where that is free and the middle is not; cut where nothing else is.
    class Labels
      CELL = 6.1      # a character at 11 px
      HALF = 6        # the height of words, above and below their middle
      LENGTH = 0.75   # of an arrow that words may take: at its ends others begin
      AWAY = 8        # the words' middle is as far from the arrow
      PLACES = [0.5, 0.42, 0.34, 0.26, 0.58, 0.2, 0.66, 0.74, 0.8].freeze
      CUTS = [1, 0.7, 0.45].freeze

      Place = Struct.new(:x, :y, :angle, :text, :whole)

      # A box that may be turned: its middle, the direction of its length, and half of
      # its length and its height.
      Box = Struct.new(:x, :y, :dx, :dy, :long, :high) do
        # The box round the straight way from one point to another.
        def self.along(x1, y1, x2, y2)
          length = Math.hypot(x2 - x1, y2 - y1)
          new((x1 + x2) / 2.0, (y1 + y2) / 2.0, (x2 - x1) / length, (y2 - y1) / length, length / 2, 1)
        end

        # Half of its height, as it stands.
        def reach
          @reach ||= long * dy.abs + high * dx.abs
        end

        # Two are apart where a line can be drawn between them along a side of one.
        def meets?(other)
          return false if (y - other.y).abs > reach + other.reach

          [[dx, dy], [-dy, dx], [other.dx, other.dy], [-other.dy, other.dx]].none? do |ax, ay|
            ((x - other.x) * ax + (y - other.y) * ay).abs > half(ax, ay) + other.half(ax, ay)
          end
        end

        # Half of its shadow on an axis.
        def half(ax, ay)
          (long * (dx * ax + dy * ay)).abs + (high * (dx * ay - dy * ax)).abs
        end
      end

      # ARROWS are their ends: x and y of where each leaves, and of where it arrives.
      # TAKEN are Boxes of other words.
      def initialize(arrows, taken)
        @arrows = arrows
        @lines = arrows.map { |ends| Box.along(*ends) }
        @taken = taken.dup
      end

      # For TEXT on arrow INDEX, which goes over so many GAPS between lifelines: it
      # stands within one, the first if it can.
      def place(index, text, gaps)
        room = [(@lines[index].long * 2 / gaps * LENGTH / CELL).floor, 3].max
        box, shown = best(index, CUTS.map { |part| Lines.cut(text, [(room * part).floor, 3].max) }.uniq, places(gaps))
        @taken << box
        slope = Math.atan(box.dy / box.dx)
        # Letters stand on a line below their middle.
        Place.new(box.x - 4 * Math.sin(slope), box.y + 4 * Math.cos(slope), slope * 180 / Math::PI, shown, (text unless shown == text))
      end

      private

      def places(gaps)
        return PLACES if gaps == 1

        (0...gaps).flat_map { |gap| [0.5, 0.4, 0.6].map { |t| (gap + t) / gaps } }
      end

      # The Box and the words, of TEXTS from long to short, that touch the least.
      def best(index, texts, places)
        tried = nil
        texts.each_with_index do |text, cut|
          [AWAY, -AWAY].each do |away|
            places.each do |t|
              box = box(index, t, text, away)
              cost = cost(index, box) + 2 * cut + (away.negative? ? 0.5 : 0)
              return [box, text] if cost.zero?

              tried = [cost, box, text] if tried.nil? || cost < tried[0]
            end
          end
        end
        tried.drop(1)
      end

      # Where TEXT would stand at T on arrow INDEX, AWAY from it.
      def box(index, t, text, away)
        x1, y1, x2, y2 = @arrows[index]
        line = @lines[index]
        up = line.dx.positive? ? away : -away
        Box.new(x1 + (x2 - x1) * t + up * line.dy, y1 + (y2 - y1) * t - up * line.dx, line.dx, line.dy, Text.width(text) * CELL / 2, HALF)
      end

      # Words on words cannot be read; words on a line can.
      def cost(index, box)
        100 * @taken.count { |other| box.meets?(other) } +
          @lines.each_with_index.count { |line, n| n != index && box.meets?(line) }
      end
    end
  end
end
