# frozen_string_literal: true

require_relative "drawing"

module Article
  class Timeline
    # Two lifelines face to face, what each does beside it, packets between them. A
    # thing is no lower than what it came after: where two stand at one height,
    # neither came of the other.
    class Facing < Drawing
      WIDTH = 680
      LEFT = 248
      RIGHT = 432
      ROOM = 234
      TOP = 46
      SLOPE = 26 # an arrow falls by as much at least
      OUTCOMES = %w[state returns counter].freeze
      NEXT = 14  # from one arrow's end to the next

      def initialize(trace, words)
        super
        @heights = @lanes.to_h { |lane| [lane, TOP - 4] } # of the last thing there
        @texts = @heights.dup                             # and of the last text
        @steps = {}                                       # and its step
      end

      private

      def kind
        "wide"
      end

      def width
        WIDTH
      end

      def top
        TOP
      end

      def box_width
        12
      end

      def tracks(_lane)
        4
      end

      def lowest
        [*@heights.values, *@texts.values].max
      end

      def x(lane)
        left?(lane) ? LEFT : RIGHT
      end

      def left?(lane)
        lane.equal?(@lanes.first)
      end

      # Towards the other.
      def inner(lane, distance)
        x(lane) + (left?(lane) ? distance : -distance)
      end

      def strip_x(strip)
        from = inner(strip.lane, 8 + 7 * strip.track)
        left?(strip.lane) ? from : from - STRIP
      end

      # Where arrows begin and end: beside the strips.
      def edge(lane, _other = nil)
        most = @strips.select { |strip| strip.lane.equal?(lane) }.map(&:track).max
        inner(lane, most ? 16 + 7 * [most, tracks(lane) - 1].min : 9)
      end

      def moment(moment)
        lane = moment.lane
        lines = Lines.of(said(moment) + @words.beyond(moment.events, @lanes), (ROOM / CELL).floor)
        y = height(moment, lines)
        moment.events.each { |event| note(event, lane, y) }
        arrive(moment, y)
        unless moment.events.all? { |event| event["lost"] }
          @heights[lane] = y
          @steps[lane] = moment.step
        end
        leave(moment, y)
        @texts[lane] = y + LINE * (lines.size - 1) if lines.any?
        texts = lines.each_with_index.map { |line, n| line(line, inner(lane, -14), y + 4 + LINE * n, ROOM, :ends => left?(lane)) }
        group(moment, texts.join)
      end

      def height(moment, lines)
        lane = moment.lane
        own = @heights[lane] + (lines.any? ? ROW : NEXT)
        own = [own, @texts[lane] + ROW].max if lines.any?
        own = [@heights[lane], @texts[lane] + LINE].max if outcome?(moment)
        [own, below_cause(moment, SLOPE)].max
      end

      # Whether it is all that came of what the same step brought there before.
      def outcome?(moment)
        @steps[moment.lane] == moment.step && moment.events.all? { |event| OUTCOMES.any? { |kind| event[kind] } }
      end

      def leave(moment, y)
        moment.events.select { |event| event["leaves"] }.each_with_index do |event, n|
          @tops[event["leaves"]] = y + NEXT * n
          @heights[moment.lane] = y + NEXT * n
        end
      end

      def pass(moment)
        y = lowest + ROW
        @heights.transform_values! { y }
        @texts.transform_values! { y }
        text = @words.time(moment.events.first)
        @taken << Labels::Box.new(WIDTH / 2, y, 1, 0, Text.width(text) * CELL / 2, Labels::HALF)
        group(moment, path("M#{LEFT} #{number(y)}H#{RIGHT}", %(fill="none" stroke="currentColor" stroke-dasharray="3 3")) + %(<text class="on-arrow" x="#{WIDTH / 2}" y="#{number(y + 4)}" text-anchor="middle">#{plain(text)}</text>))
      end

      def arrow_html(arrow, label)
        %(<g class="#{arrow_kind(arrow)}">#{arrow_line(arrow, *points(arrow))}#{label&.call(1)}</g>)
      end

      def heads
        @lanes.map { |lane| head(lane, inner(lane, 0)) }.join
      end
    end
  end
end
