# frozen_string_literal: true

require_relative "drawing"

module Article
  class Timeline
    # Any number of lifelines close together at the left, and at the right what
    # happens, a line a step in the order in which it happened.
    class Rails < Drawing
      NAME_ROW = 17
      NAME = 12     # cells for a name beside the words
      BARE = 12     # a step of which nothing is said
      LABELLED = 80 # lifelines so far apart have room for words on arrows

      def initialize(trace, words, narrow:)
        super(trace, words)
        @narrow = narrow
        @step = (narrow ? [40, 104 / [@lanes.size, 1].max].min : [130, 390 / [@lanes.size, 1].max].min).clamp(14, 130)
        @words_at = x(@lanes.last) + 24 + name_room
        @y = top - 6
        @last = nil
      end

      private

      def kind
        @narrow ? "narrow" : "wide"
      end

      def width
        @narrow ? 264 : 680
      end

      # Each name stands a line below the one before it, where they would touch.
      def top
        staggered? ? 14 * @lanes.size + 12 : 48
      end

      def staggered?
        @narrow || @lanes.any? { |lane| [lane.name, lane.address.to_s].map(&:length).max * 8.5 > @step }
      end

      def name_room
        @narrow || @lanes.size < 3 ? 0 : [@lanes.map { |lane| lane.name.length }.max, NAME].min * CELL + 14
      end

      def box_width
        @narrow ? 8 : 12
      end

      # There are words beside the last lifeline.
      def tracks(lane)
        ((@step - 14) / 6).clamp(1, lane.equal?(@lanes.last) ? 2 : 4)
      end

      def lowest
        @y
      end

      def outcome?(_moment)
        false # a line each
      end

      def x(lane)
        (@narrow ? 10 : 42) + @step * @lanes.index { |other| other.equal?(lane) }.to_i
      end

      def strip_x(strip)
        x(strip.lane) + box_width / 2 + 2 + (STRIP + 1) * strip.track
      end

      def cells
        ((width - @words_at) / CELL).floor
      end

      def moment(moment)
        lane = moment.lane
        lines = Lines.of(said(moment) + sent(moment), cells)
        name = lines.any? && @narrow && @lanes.size > 2 && !@last.equal?(lane) ? named(lane) : ""
        @y += lines.any? || labelled? && moment.events.any? { |event| event["leaves"] } ? ROW : BARE
        y = @y
        moment.events.each { |event| note(event, lane, y) }
        leave(moment, y)
        arrive(moment, y)
        group(moment, name + lines_html(lane, y, lines))
        @y += LINE * (lines.size - 1) if lines.any?
        @last = lane if lines.any?
      end

      def leave(moment, y)
        moment.events.each { |event| @tops[event["leaves"]] = y if event["leaves"] }
      end

      # Packets in words, by the way they go.
      def sent(moment)
        return @words.beyond(moment.events, @lanes) if labelled?

        arrived = @words.beyond(moment.events.reject { |event| event["leaves"] }, @lanes)
        arrived + moment.events.select { |event| event["leaves"] }.map do |event|
          kind, text = @words.arrow(event)
          target = @trace.targets(event["leaves"]).first
          [kind, "#{target && @lanes.include?(target) && x(target) < x(moment.lane) ? "←" : "→"} #{text}"]
        end
      end

      def named(lane)
        @y += NAME_ROW
        %(<text class="by still" x="#{number(@words_at)}" y="#{number(@y + 6)}" font-size="11">#{plain(lane.name)}</text>)
      end

      def lines_html(lane, y, lines)
        return "" if lines.empty?

        @guides << "M#{x(lane) + 6} #{number(y)}H#{number(@words_at - name_room - 6)}" unless lane.equal?(@lanes.last)
        dot = %(<circle cx="#{x(lane)}" cy="#{number(y)}" r="2.5"/>)
        name = name_room.positive? && !@last.equal?(lane) ? short(lane.name, NAME, %(class="by still" x="#{number(@words_at - name_room)}" y="#{number(y + 4)}")) : ""
        texts = lines.each_with_index.map { |line, n| line(line, @words_at, y + 4 + LINE * n, width - @words_at) }
        dot + name + texts.join
      end

      def pass(moment)
        @y += ROW
        last = @narrow ? @words_at - 8 : x(@lanes.last) + 8
        group(moment, path("M#{x(@lanes.first) - 6} #{number(@y)}H#{number(last)}", %(fill="none" stroke="currentColor" stroke-dasharray="3 3")) + %(<text x="#{number(@words_at)}" y="#{number(@y + 4)}">#{plain(@words.time(moment.events.first))}</text>))
        @last = nil
      end

      def close
        super
        @guides = [path(@guides.join, %(class="guide" fill="none" stroke="currentColor"))]
      end

      # Whether packets are told on their arrows; else they are with the words.
      def labelled?
        @step >= LABELLED
      end

      def edge(lane, towards)
        side = x(towards) <=> x(lane)
        return x(lane) - box_width / 2 - 2 if side.negative?

        strips = @strips.select { |strip| strip.lane.equal?(lane) }.map(&:track).max
        x(lane) + box_width / 2 + 2 + (strips ? (STRIP + 1) * ([strips, tracks(lane) - 1].min + 1) + 1 : 0)
      end

      def arrow_html(arrow, label)
        gaps = (@lanes.index(arrow.from) - @lanes.index(arrow.to)).abs
        %(<g class="#{arrow_kind(arrow)}">#{arrow_line(arrow, *points(arrow))}#{label&.call(gaps) if labelled?}</g>)
      end

      def heads
        @lanes.each_with_index.map { |lane, n| staggered? ? stair(lane, n) : head(lane, x(lane)) }.join
      end

      # A name above its lifeline and right of the one before.
      def stair(lane, step)
        at, y = x(lane) - 8, 14 * step + 14
        cells = ((width - at) / HEAD_CELL).floor
        name = Lines.cut(lane.name, cells)
        where = place(lane).empty? ? "" : short("  #{place(lane)}", cells - name.length - 1, %(class="still" x="#{number(at + name.length * HEAD_CELL)}" y="#{y}" font-size="11"))
        stem = step == @lanes.size - 1 ? "" : path("M#{x(lane)} #{y + 4}V#{top}", %(class="guide" stroke="currentColor"))
        %(#{stem}<g class="head"><text x="#{at}" y="#{y}" font-size="13" font-weight="bold">#{plain(name)}</text>#{where}</g>)
      end
    end
  end
end
