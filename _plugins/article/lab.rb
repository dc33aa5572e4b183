# frozen_string_literal: true

require_relative "text"

module Article
  # The network of a lab as a drawing: hosts in a column, networks as rails beside
  # it. So it is no wider than a phone, however many hosts there are.
  #
  # What it looks like is in site.css; attributes say only what keeps it readable
  # without.
  class Lab
    include Strings

    WIDTH = 260      # of the usual drawing: what a narrow phone has room for
    RAIL = 18        # from one network to the next
    ROW = 20         # a line of text
    GAP = 14         # between hosts
    PAD = 10         # inside a host
    ROOM = 190       # a host is at least as wide
    CELL = 7.3       # a character of the widest monospaced fonts, at 12 px
    HEAD_CELL = 8.5  # and at 14 px, bold

    # A line of text in a host: `link` is the number of a network where an
    # interface begins in it.
    Row = Struct.new(:label, :text, :link)

    def initialize(record, text, id, strings)
      @lab = record ? record["lab"] : { "networks" => [], "hosts" => [] }
      @processes = (record && record["processes"]) || []
      @text = text
      @id = id
      @strings = strings
      @networks = @lab["networks"]
      @left = PAD + RAIL * @networks.size
      @width = [WIDTH, @left + ROOM].max
      @cells = ((@width - @left - 2 * PAD) / CELL).floor
    end

    def html
      <<~HTML.chomp
        <div class="lab#{" lab-usual" if @width == WIDTH}">#{svg}</div>
        <details><summary>#{string("lab_as_text")}</summary>
        <pre>#{Text.html(@text)}</pre>
        </details>
      HTML
    end

    private

    def svg
      hosts = place
      height = hosts.empty? ? 2 * PAD + ROW * @networks.size : hosts.last[:bottom] + 2
      <<~SVG.chomp
        <svg role="img" aria-labelledby="#{@id}-title #{@id}-desc" viewBox="0 0 #{@width} #{height}" width="#{@width}" height="#{height}" font-family="monospace" font-size="12" fill="currentColor">
        <title id="#{@id}-title">#{string("kinds", "lab")}</title>
        <desc id="#{@id}-desc">#{Text.html(@text.strip.gsub(/\s*\n\s*/, "; "))}</desc>
        #{rails(hosts)}
        #{hosts.map { |host| host_html(host) }.join("\n")}
        </svg>
      SVG
    end

    # Each host with its rows, and where it begins and ends.
    def place
      top = PAD + ROW * @networks.size
      @lab["hosts"].map do |host|
        rows = rows(host)
        bottom = top + ROW * (rows.size + 1) + PAD
        placed = { :host => host, :rows => rows, :top => top, :bottom => bottom }
        top = bottom + GAP
        placed
      end
    end

    def rows(host)
      links = host["links"].flat_map { |link| link_rows(link) }
      via = (host["via"] || []).flat_map { |address| plain_rows("via", address) }
      links + via + process_rows(host)
    end

    # An interface is named on its first line; where name and address do not fit
    # on one, the address has its own.
    def link_rows(link)
      name = link["network"]
      indent = name.length + 1
      texts = link["addresses"].flat_map { |address| wrap(address) }
      texts << "mtu #{link["mtu"]}" if link["mtu"]
      fits = texts.all? { |text| indent + text.length <= @cells }
      rows = texts.map { |text| Row.new(fits ? indent : 1, text) }
      rows.unshift(Row.new(1, "")) unless fits && rows.any?
      rows.first.link = @networks.index(name)
      rows
    end

    def plain_rows(label, text)
      fits = label.length + 1 + text.length <= @cells
      return [Row.new(label, text)] if fits

      [Row.new(label, ""), *wrap(text).map { |part| Row.new(1, part) }]
    end

    # The programs that run there, but for one that has the host's name.
    def process_rows(host)
      names = @processes.select { |process| process["host"] == host["name"] }.map { |process| process["name"] }
      names == [host["name"]] ? [] : names.map { |name| Row.new("$", name) }
    end

    # An address in pieces that fit, cut behind a colon.
    def wrap(text)
      return [text] if text.length <= @cells - 1

      text.scan(/[^:]*:{1,2}|[^:]+/).each_with_object([+""]) do |part, lines|
        lines << +"" if lines.last.length + part.length > @cells - 1
        lines.last << part
      end
    end

    # A network runs from its name down to the last interface on it. Each begins a
    # line below the one before it, so that no name stands on a rail.
    def rails(hosts)
      @networks.each_index.map do |n|
        last = hosts.flat_map { |host| host[:rows].each_index.filter_map { |r| row_middle(host, r) if host[:rows][r].link == n } }.max
        top = PAD + ROW * n + 6
        <<~SVG.chomp
          <g class="network network-#{n % 6}"><text x="#{rail(n) - 4}" y="#{top}">#{Text.html(@networks[n])}</text>#{
            %(<path d="M#{rail(n)} #{top + 5}V#{last}" stroke="currentColor" stroke-width="2" fill="none"/>) if last}</g>
        SVG
      end.join("\n")
    end

    def rail(number)
      PAD - 4 + RAIL * number
    end

    def row_middle(host, row)
      host[:top] + ROW * (row + 1) + ROW / 2 + 4
    end

    def host_html(placed)
      host, rows, top, bottom = placed.values_at(:host, :rows, :top, :bottom)
      room = @width - @left - 2 * PAD
      router = string("router") if host["forward"]
      <<~SVG.chomp
        <g class="host"><rect x="#{@left}" y="#{top}" width="#{@width - @left - 1}" height="#{bottom - top}" rx="4" fill="none" stroke="currentColor"/>
        #{text(@left + PAD, top + 19, host["name"], room - (router ? 50 : 0), HEAD_CELL, %(class="host-name" font-size="14" font-weight="bold"))}#{
          %(<text class="router" x="#{@width - PAD}" y="#{top + 19}" text-anchor="end">#{router}</text>) if router}
        #{rows.each_index.map { |n| row_html(host, rows[n], row_middle(placed, n)) }.join("\n")}</g>
      SVG
    end

    def row_html(host, row, middle)
      name = row.link && @networks[row.link]
      label = name || (row.label if row.label.is_a?(String))
      indent = row.label.is_a?(String) ? row.label.length + 1 : row.label
      x = @left + PAD
      wire = row.link && wire(row.link, middle)
      [wire,
       (text(x, middle + 4, label, @cells * CELL, CELL, %(class="label")) if label),
       (text(x + indent * CELL, middle + 4, row.text, (@cells - indent) * CELL, CELL) unless row.text.empty?)].compact.join
    end

    def wire(number, middle)
      x = rail(number)
      %(<g class="network network-#{number % 6}"><path d="M#{x} #{middle}H#{@left}" stroke="currentColor" fill="none"/>) +
        %(<circle cx="#{x}" cy="#{middle}" r="3.5"/></g>)
    end

    # What would be wider than its room is drawn narrower: never over something else.
    def text(x, y, content, room, cell, attributes = "")
      fit = content.length * cell > room ? %( textLength="#{room.floor}" lengthAdjust="spacingAndGlyphs") : ""
      %(<text x="#{x.round(1)}" y="#{y}"#{" #{attributes}" unless attributes.empty?}#{fit}>#{Text.html(content)}</text>)
    end
  end
end
