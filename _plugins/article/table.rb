# frozen_string_literal: true

require_relative "text"

module Article
  # What a program answered, as a table: the same that tools/snip/engine/truth/table.h
  # says of what it printed. Of a row the first cells that say what those above say are
  # one cell with them.
  class Table
    include Strings

    # PRINTED is the program's output, TEXT that of the fence.
    def initialize(printed, text, strings)
      lines = printed.lines(:chomp => true).map { |line| line.split("\t", -1).map { |cell| cell.gsub(/\A +| +\z/, "") } }
      @names = lines.first || []
      @whole = lines.size > 1 && @names.size > 1 && lines.all? { |line| line.size == @names.size }
      @answers = lines.drop(1).to_h { |line| [line[0...-1], line.last] }
      @fixed = @names.size > 2 ? @names.size - 2 : 1
      @rows, @columns = [->(knobs) { knobs.first(@fixed) }, ->(knobs) { knobs.drop(@fixed) }].map { |part| @answers.keys.map(&part).uniq }
      @shown = text
      @strings = strings
    end

    # As snip writes it; nil where the answers are no table, and what it writes is why.
    def text
      return unless whole?

      grid = [@names.first(@fixed) + heads, *@rows.map { |row| row + answers(row) }]
      widths = grid.transpose.map { |cells| cells.map { |cell| Text.width(cell) }.max + 2 }
      lines = grid.each_with_index.map { |cells, at| line(at > 1 ? hidden(cells, grid[at - 1]) : cells, widths) }
      lines.unshift("#{" " * widths.first(@fixed).sum}#{@names.last(2).join(" → ")}") if across?
      lines.map { |each| "#{each}\n" }.join
    end

    def html
      return %(<pre>#{Text.html(@shown)}</pre>) unless whole?

      <<~HTML.chomp
        <div class="answers"><div class="table"><table>
        <thead>#{head}</thead>
        <tbody>
        #{@rows.each_index.map { |at| row(at) }.join("\n")}
        </tbody></table></div></div>
        <details class="as-text"><summary>#{string("as_text")}</summary>
        <pre>#{Text.html(@shown)}</pre>
        </details>
      HTML
    end

    private

    def whole?
      @whole && @rows.product(@columns).all? { |row, column| @answers.key?(row + column) }
    end

    # Whether the last knob goes across: else there is only one.
    def across?
      @names.size > 2
    end

    def heads
      across? ? @columns.flatten : [@names.last]
    end

    def answers(row)
      @columns.map { |column| @answers[row + column] }
    end

    # How many of the first cells of ROW are those of the row ABOVE.
    def repeated(row, above)
      row.first(@fixed - 1).zip(above).take_while { |one, other| one == other }.size
    end

    def hidden(cells, above)
      repeated(cells, above).then { |count| [""] * count + cells.drop(count) }
    end

    def line(cells, widths)
      cells.zip(widths).map { |cell, width| cell + " " * (width - Text.width(cell)) }.join.rstrip
    end

    def head
      fixed = @names.first(@fixed).map { |name| %(<th scope="col"#{%( rowspan="2") if across?}>#{Text.html(name)}</th>) }.join
      last = @columns.size
      return "<tr>#{fixed}<th scope=\"col\">#{Text.html(@names.last)}</th></tr>" unless across?

      %(<tr>#{fixed}<th scope="colgroup" colspan="#{last}"><span>#{Text.html(@names[-2])}</span> → <span>#{Text.html(@names[-1])}</span></th></tr>) +
        "<tr>#{heads.map { |name| %(<th scope="col">#{Text.html(name)}</th>) }.join}</tr>"
    end

    def row(at)
      from = at.zero? ? 0 : repeated(@rows[at], @rows[at - 1])
      knobs = (from...@fixed).map { |knob| knob_html(at, knob) }
      "<tr>#{knobs.join}#{answers(@rows[at]).map { |answer| answer_html(answer) }.join}</tr>"
    end

    # A knob's cell, over all the rows in which it and those before it stay.
    def knob_html(at, knob)
      rows = knob == @fixed - 1 ? 1 : @rows.drop(at).take_while { |row| row.first(knob + 1) == @rows[at].first(knob + 1) }.size
      %(<th scope="row"#{%( rowspan="#{rows}") if rows > 1}>#{Text.html(@rows[at][knob])}</th>)
    end

    # An error is told from other answers.
    def answer_html(answer)
      "<td#{%( class="error") if answer.match?(/\AE[A-Z0-9]+\z/)}>#{Text.html(answer)}</td>"
    end
  end
end
