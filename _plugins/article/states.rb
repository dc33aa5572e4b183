# frozen_string_literal: true

require_relative "text"

module Article
  # The states of TCP as a diagram (RFC 9293, figure 5), with those lit that sockets of
  # a run were in, and the ways that they went. It is drawn from what snip writes:
  # tools/snip/engine/truth/states.h.
  #
  # What it looks like is in site.css; attributes say only what keeps it readable
  # without. It is no wider than a narrow phone has room for.
  class States
    include Strings

    WIDTH, HEIGHT, BOX = 260, 466, 34
    MOST_NUMBERS = 4 # of sockets, at one state

    # Where the middle of each state is, how wide its box is, and where by its upper
    # edge the numbers stand. The way ends at the bottom, not where it began.
    PLACES = {
      "" => [130, 24, 76, :middle], "LISTEN" => [50, 94, 76, :start], "SYN_RECV" => [50, 164, 84, :start], "SYN_SENT" => [210, 164, 84, :end],
      "ESTABLISHED" => [130, 234, 96, :middle], "FIN_WAIT1" => [50, 304, 82, :start], "CLOSE_WAIT" => [210, 304, 88, :end],
      "FIN_WAIT2" => [50, 374, 82, :start], "CLOSING" => [131, 374, 62, :end], "LAST_ACK" => [210, 374, 76, :end],
      "TIME_WAIT" => [50, 444, 82, :start], "CLOSED" => [210, 444, 76, :end]
    }.freeze

    # From one to the next: the corners of the arrow, what leads there, and where that
    # stands.
    WAYS = {
      ["", "LISTEN"] => [[92, 24, 40, 24, 40, 77], "listen", [46, 55, :start]], ["", "SYN_SENT"] => [[168, 24, 210, 24, 210, 147], "connect", [204, 94, :end]],
      ["LISTEN", "CLOSED"] => [[72, 77, 108, 41], "close", [98, 66, :start]], ["LISTEN", "SYN_RECV"] => [[50, 111, 50, 147], "SYN", [56, 133, :start]],
      ["SYN_SENT", "SYN_RECV"] => [[168, 164, 92, 164], "SYN", [130, 158, :middle]], ["SYN_SENT", "ESTABLISHED"] => [[200, 181, 155, 217], "SYN, ACK", [186, 205, :start]],
      ["SYN_RECV", "ESTABLISHED"] => [[60, 181, 105, 217], "ACK", [74, 205, :end]], ["ESTABLISHED", "FIN_WAIT1"] => [[105, 251, 60, 287], "close", [74, 273, :end]],
      ["ESTABLISHED", "CLOSE_WAIT"] => [[155, 251, 200, 287], "FIN", [186, 273, :start]], ["FIN_WAIT1", "FIN_WAIT2"] => [[40, 321, 40, 357], "ACK", [46, 343, :start]],
      ["FIN_WAIT1", "CLOSING"] => [[75, 321, 118, 357], "FIN", [106, 338, :start]], ["FIN_WAIT1", "TIME_WAIT"] => [[9, 304, 3, 304, 3, 444, 9, 444], nil, nil],
      ["FIN_WAIT2", "TIME_WAIT"] => [[40, 391, 40, 427], "FIN", [46, 413, :start]], ["CLOSING", "TIME_WAIT"] => [[118, 391, 75, 427], "ACK", [106, 417, :start]],
      ["CLOSE_WAIT", "LAST_ACK"] => [[210, 321, 210, 357], "close", [204, 343, :end]], ["LAST_ACK", "CLOSED"] => [[210, 391, 210, 427], "ACK", [204, 413, :end]],
      ["TIME_WAIT", "CLOSED"] => [[91, 444, 172, 444], "2MSL", [132, 438, :middle]]
    }.freeze

    # A socket of the run: who had it, its ends, its states in their order.
    Socket = Struct.new(:who, :ends, :states)

    def initialize(text, id, strings)
      @text = text
      @id = id
      @strings = strings
      @sockets = text.lines(:chomp => true).each_slice(2).map do |head, states|
        Socket.new(*head.split("  ", 2), states.to_s.strip.split(" → "))
      end
      @sockets = [] unless @sockets.all? { |socket| socket.ends && socket.states.any? && (socket.states - PLACES.keys).empty? }
      @taken = @sockets.flat_map { |socket| ways(socket) }.uniq
    end

    def html
      return %(<pre>#{Text.html(@text)}</pre>) if @sockets.empty?

      <<~HTML.chomp
        <div class="states">#{svg}</div>
        <ol class="sockets">
        #{@sockets.map { |socket| row(socket) }.join("\n")}
        </ol>
        <p class="legend">#{[string("states", "legend"), beside].compact.join(" ")}</p>
        <details class="as-text"><summary>#{string("as_text")}</summary>
        <pre>#{Text.html(@text)}</pre>
        </details>
      HTML
    end

    private

    # From one state to the next. A socket was closed before it listened or connected,
    # and one that gets a SYN comes from who listens.
    def ways(socket)
      first = { "LISTEN" => "", "SYN_SENT" => "", "SYN_RECV" => "LISTEN" }[socket.states.first]
      [first, *socket.states].compact.each_cons(2).to_a
    end

    # The steps that the diagram has no arrow for: a reset, or several at once.
    def beside
      steps = @taken.reject { |way| WAYS.key?(way) }.map { |way| way.join(" → ") }
      "#{string("states", "beside")} <code>#{steps.join("</code>, <code>")}</code>" if steps.any?
    end

    def row(socket)
      %(<li><b>#{Text.html(socket.who)}</b> <span class="ends">#{Text.html(socket.ends)}</span> <code>#{socket.states.join(" → ")}</code></li>)
    end

    def svg
      <<~SVG.chomp
        <svg role="img" aria-labelledby="#{@id}-title #{@id}-desc" viewBox="0 0 #{WIDTH} #{HEIGHT}" width="#{WIDTH}" height="#{HEIGHT}" font-family="monospace" font-size="12" fill="currentColor">
        <title id="#{@id}-title">#{string("kinds", "states")}</title>
        <desc id="#{@id}-desc">#{Text.html(@sockets.map { |socket| "#{socket.who} #{socket.ends}: #{socket.states.join(" → ")}" }.join("; "))}</desc>
        #{WAYS.keys.sort_by { |way| @taken.include?(way) ? 1 : 0 }.map { |way| way_svg(way) }.join("\n")}
        #{PLACES.keys.map { |state| state_svg(state) }.join("\n")}
        </svg>
      SVG
    end

    def way_svg(way)
      corners, label, place = WAYS[way]
      points = corners.each_slice(2).to_a
      %(<g class="way#{" taken" if @taken.include?(way)}"><path d="M#{points.map { |point| point.join(" ") }.join("L")}" fill="none" stroke="currentColor"#{
        %( stroke-width="2") if @taken.include?(way)}/><path d="#{head(*points.last(2))}"/>#{words(label, *place) if label}</g>)
    end

    # The head of an arrow that comes from FROM to TO.
    def head(from, to)
      dx, dy = to[0] - from[0], to[1] - from[1]
      length = Math.hypot(dx, dy)
      ux, uy = dx / length, dy / length
      wings = [1, -1].map { |side| [to[0] - 7 * ux - 3.5 * side * uy, to[1] - 7 * uy + 3.5 * side * ux].map { |n| n.round(1) }.join(" ") }
      "M#{to.join(" ")}L#{wings.join("L")}Z"
    end

    def words(label, left, top, anchor)
      %(<text x="#{left}" y="#{top}" text-anchor="#{anchor}" font-size="11">#{label}</text>)
    end

    def state_svg(state)
      left, top, width, side = PLACES[state]
      numbers = @sockets.each_index.select { |n| @sockets[n].states.include?(state) }.map { |n| n + 1 }
      seen = numbers.any? || @taken.any? { |way| way.first == state }
      edge = { :start => left - width / 2, :middle => left, :end => left + width / 2 }[side]
      %(<g class="state#{" seen" if seen}"><rect x="#{left - width / 2}" y="#{top - BOX / 2}" width="#{width}" height="#{BOX}" rx="4" fill="none" stroke="currentColor"#{
        %( stroke-width="2") if seen}/><text x="#{left}" y="#{top + 4}" text-anchor="middle"#{%( font-weight="bold") if seen}>#{state.empty? ? "CLOSED" : state}</text>#{
        %(<text class="numbers" x="#{edge}" y="#{top - BOX / 2 - 4}" text-anchor="#{side}" font-size="11">#{numbers.first(MOST_NUMBERS).join(" ")}#{" …" if numbers.size > MOST_NUMBERS}</text>) if numbers.any?}</g>)
    end
  end
end
