# frozen_string_literal: true

require_relative "labels"
require_relative "lines"
require_relative "words"

module Article
  class Timeline
    # What both drawings share: where moments stand from above to below, calls that
    # wait, connections, lifelines; and how all that is written as SVG. What it looks
    # like is in site.css; attributes say only what keeps it readable without.
    class Drawing
      CELL = 6.6   # a character of the site's font, at 12 px
      HEAD_CELL = 7.6 # a bold one at 13 px
      WIDEST = 7.3 # of the widest that a reader may have in its place
      ROW = 20     # from one thing said to the next
      LINE = 15    # from one line of it to the next
      HEAD = 6     # of an arrow
      STRIP = 5    # a connection's strip is as wide

      # A part of a connection's strip: on which Lane, beside how many others.
      Strip = Struct.new(:lane, :track, :kind, :hollow, :from, :to)
      # A call that waits, or a Lane that lives, from where to where.
      Span = Struct.new(:lane, :from, :to)
      # What is drawn of a moment, but for the arrows that leave in it.
      Group = Struct.new(:name, :html, :frames)
      Arrow = Struct.new(:event, :from, :to, :top, :bottom, :lost, :changed)

      def initialize(trace, words)
        @trace = trace
        @words = words
        @lanes = order(trace)
        @tops = {}      # frame number => where it leaves
        @arrows = []
        @boxes = []
        @open = {}      # Lane => the box of the call it is in
        @strips = []
        @holds = {}     # connection => its strip now
        @lives = {}     # Lane => its Span
        @taken = []     # where words stand between lifelines
        @guides = []    # lines from what happened to its words
        @groups = []
      end

      def svg(name)
        @trace.moments.each { |moment| moment.lane ? moment(moment) : pass(moment) }
        @bottom = lowest + ROW
        close
        <<~SVG.chomp
          <svg class="timeline-#{kind}" role="img" aria-label="#{plain(name).gsub('"', "&quot;")}" viewBox="0 0 #{width} #{number(@bottom + 8)}" width="#{width}" height="#{number(@bottom + 8)}" font-family="monospace" font-size="12" fill="currentColor">
          #{[heads, *@guides, lifelines, strips, boxes, *groups].join("\n")}
          </svg>
        SVG
      end

      private

      # As in the manifest, but of two who sends first stands at the left.
      def order(trace)
        first = trace.events.find { |event| event["leaves"] }
        trace.lanes.size == 2 && first && trace.at(first).equal?(trace.lanes.last) ? trace.lanes.reverse : trace.lanes
      end

      # What an event changes besides what is said of it, at height Y.
      def note(event, lane, y)
        case
        when event["start"] then live(lane).from = y
        when event["end"] then live(lane).to = y
        when event["call"] then wait(lane, y) unless event["result"]
        when event["returns"] then (box = @open.delete(lane)) && box.to = y
        when event["state"] then state(event, lane, y)
        end
      end

      def live(lane)
        @lives[lane] ||= Span.new(lane)
      end

      def wait(lane, y)
        @open[lane] = Span.new(lane, y)
        @boxes << @open[lane]
      end

      # A listening socket is no connection, and has no strip.
      def state(event, lane, y)
        return unless event["to"]

        key = event.values_at("host", "from", "to")
        before = @holds.delete(key)
        before.to = y if before
        return if event["state"] == "CLOSED"

        owned = event["by"] || before && !before.hollow
        track = before&.lane.equal?(lane) ? before.track : free_track(lane)
        @holds[key] = Strip.new(lane, track, @words.state_class(event), !owned, y)
        @strips << @holds[key]
      end

      def free_track(lane)
        taken = @holds.values.select { |strip| strip.lane.equal?(lane) }.map(&:track)
        (0..taken.size).find { |track| !taken.include?(track) }
      end

      # Whatever is not over goes on to the end.
      def close
        (@boxes + @strips).each { |span| span.to ||= live(span.lane).to || @bottom }
        @strips.each { |strip| strip.to = @bottom if @holds.value?(strip) }
      end

      def group(moment, html)
        @groups << Group.new(moment.lane&.name, html, moment.events.filter_map { |event| event["leaves"] })
      end

      # Each with the arrows that leave in it: they are walked through together.
      def groups
        arrows = @arrows.zip(arrows_html).group_by { |arrow, _| arrow.event["leaves"] }
        @groups.filter_map do |group|
          html = group.html + group.frames.flat_map { |frame| (arrows[frame] || []).map(&:last) }.join
          %(<g class="moment#{" time" unless group.name}"#{%( data-by="#{plain(group.name)}") if group.name}>#{html}</g>) unless html.empty?
        end
      end

      # One that goes to several is told once.
      def arrows_html
        labels = Labels.new(@arrows.map { |arrow| points(arrow) }, @taken)
        told = []
        @arrows.each_with_index.map do |arrow, n|
          text = @words.arrow(arrow.event).last unless told.include?(arrow.event["leaves"])
          told << arrow.event["leaves"]
          arrow_html(arrow, text && ->(gaps) { label(labels.place(n, text, gaps)) })
        end
      end

      # An arrow for each frame of MOMENT that arrives, or is lost, at height Y. One
      # to its sender is told in words.
      def arrive(moment, y)
        moment.events.each do |event|
          number = event["arrives"] || event["lost"] or next
          top = @tops[number] or next
          from = @trace.at(@trace.frame(event))
          next if from.equal?(moment.lane)

          @arrows << Arrow.new(@trace.frame(event), from, moment.lane, top, y, event["lost"], event["text"])
        end
      end

      def said(moment)
        moment.events.filter_map { |event| @words.of(event) }
      end

      # At the height of NOW and below what caused it: a frame that left, the end of
      # all else where a program starts or somebody wakes who is not woken by a frame.
      def below_cause(moment, slope)
        tops = moment.events.filter_map { |event| @tops[event["arrives"] || event["lost"]] }
        return tops.max + slope if tops.any?

        waked = moment.events.any? { |event| event["returns"] || event["signal"] }
        started = moment.events.any? { |event| event["start"] }
        return 0 if outcome?(moment)
        return 0 unless waked || started && @groups.any?

        started ? lowest + ROW : lowest
      end

      # TEXT for a place that takes no elements.
      def plain(text)
        Text.html(text).gsub(/<[^>]*>/, "")
      end

      def number(value)
        value.round(1).to_s.delete_suffix(".0")
      end

      def path(d, attributes = "")
        %(<path d="#{d}"#{" #{attributes}" unless attributes.empty?}/>)
      end

      # A line from one point to another with a head.
      def arrow_path(x1, y1, x2, y2)
        length = Math.hypot(x2 - x1, y2 - y1)
        dx, dy = (x2 - x1) / length * HEAD, (y2 - y1) / length * HEAD
        sides = [0.45, -0.45].map { |side| "#{number(x2 - dx - side * dy)} #{number(y2 - dy + side * dx)}" }
        "M#{number(x1)} #{number(y1)}L#{number(x2)} #{number(y2)}L#{sides.join("L")}L#{number(x2)} #{number(y2)}"
      end

      # Where an arrow begins and ends. A lost one does not get there.
      def points(arrow)
        x1, x2 = edge(arrow.from, arrow.to), edge(arrow.to, arrow.from)
        far = arrow.lost ? 0.7 : 1
        [x1, arrow.top, x1 + (x2 - x1) * far, arrow.top + (arrow.bottom - arrow.top) * far]
      end

      def arrow_line(arrow, x1, y1, x2, y2)
        d = arrow.lost ? "M#{number(x1)} #{number(y1)}L#{number(x2)} #{number(y2)}#{cross(x2, y2)}" : arrow_path(x1, y1, x2, y2)
        path(d, %(stroke="currentColor")) + (arrow.changed ? path(bolt((x1 + 3 * x2) / 4, (y1 + 3 * y2) / 4)) : "")
      end

      def label(place)
        title = place.whole ? "<title>#{plain(place.whole)}</title>" : ""
        %(<text class="on-arrow" x="#{number(place.x)}" y="#{number(place.y)}" text-anchor="middle" font-size="11" transform="rotate(#{number(place.angle)} #{number(place.x)} #{number(place.y)})">#{title}#{plain(place.text)}</text>)
      end

      def bolt(x, y)
        "M#{number(x + 2)} #{number(y - 9)}l-6 10h4l-2 8l6 -10h-4z"
      end

      def arrow_kind(arrow)
        arrow.lost || arrow.changed ? "alarm" : @words.arrow(arrow.event).first
      end

      def cross(x, y)
        "M#{number(x - 4)} #{number(y - 4)}l8 8m0 -8l-8 8"
      end

      # A line of words; they begin at X, or end there.
      def line(pieces, x, y, room, ends: false)
        pieces = pieces.reverse if ends
        width = Lines.width(pieces)
        fit = width * WIDEST > room ? %( textLength="#{number([room, width * CELL].min)}" lengthAdjust="spacingAndGlyphs") : ""
        %(<text x="#{number(x)}" y="#{number(y)}"#{%( text-anchor="end") if ends}#{fit}>#{pieces.map { |piece| piece_html(piece) }.join("  ")}</text>)
      end

      def piece_html(piece)
        title = piece.whole ? "<title>#{plain(piece.whole)}</title>" : ""
        indent = piece.text[/\A */].length
        %(<tspan class="#{piece.kind}">#{"\u00a0" * indent}#{title}#{plain(piece.text.lstrip)}</tspan>)
      end

      # TEXT in so many CELLS, by ATTRIBUTES; where it is cut its title has all of it.
      def short(text, cells, attributes)
        shown = Lines.cut(text, [cells, 1].max)
        title = shown == text ? "" : "<title>#{plain(text.strip)}</title>"
        %(<text #{attributes}>#{title}#{plain(shown)}</text>)
      end

      # A name with its host and address below, in the middle of X.
      def head(lane, x)
        where = place(lane).empty? ? "" : %(<text class="still" x="#{x}" y="32" font-size="11">#{plain(place(lane))}</text>)
        %(<g class="head" text-anchor="middle"><text x="#{x}" y="16" font-size="14" font-weight="bold">#{plain(lane.name)}</text>#{where}</g>)
      end

      def place(lane)
        [lane.host == lane.name ? nil : lane.host, lane.address].compact.join(" ")
      end

      def lifelines
        lines = @lanes.map do |lane|
          life = @lives[lane] || Span.new(lane)
          from, to = life.from || top, life.to || @bottom
          rest = life.to && path("M#{x(lane)} #{number(to)}V#{number(@bottom)}", %(stroke-dasharray="1 4"))
          "#{path("M#{x(lane)} #{number(from)}V#{number(to)}#{"m-5 0h10" if life.to}")}#{rest}"
        end
        %(<g class="life" fill="none" stroke="currentColor">#{lines.join}</g>)
      end

      def boxes
        @boxes.map do |box|
          %(<rect class="waits" x="#{x(box.lane) - box_width / 2.0}" y="#{number(box.from - 5)}" width="#{box_width}" height="#{number(box.to - box.from + 10)}" rx="2" fill="none" stroke="currentColor"/>)
        end.join
      end

      def strips
        @strips.select { |strip| strip.to > strip.from && strip.track < tracks(strip.lane) }.map do |strip|
          left = strip_x(strip)
          hollow = strip.hollow
          inset = hollow ? 0.75 : 0
          %(<rect class="#{strip.kind}#{" hollow" if hollow}" x="#{number(left + inset)}" y="#{number(strip.from + inset)}" width="#{STRIP - 2 * inset}" height="#{number(strip.to - strip.from - 2 * inset)}"#{%( fill="none" stroke="currentColor") if hollow}/>)
        end.join
      end
    end
  end
end
