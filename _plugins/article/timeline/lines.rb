# frozen_string_literal: true

require_relative "../text"

module Article
  class Timeline
    # Words in lines of so many CELLS: each is a list of pieces, a class and a text.
    module Lines
      BETWEEN = 2   # cells between two things said on a line
      MOST = 3      # lines for one; what is longer is cut
      INDENT = "  " # of the second and third

      Piece = Struct.new(:kind, :text, :whole) # whole: where the text is cut, all of it

      module_function

      def of(said, cells)
        said.each_with_object([]) do |(kind, text), lines|
          pieces = broken(kind, text, cells)
          room = lines.any? && width(lines.last) + BETWEEN + Text.width(pieces.first.text) <= cells
          lines.last << pieces.shift if room && pieces.one?
          lines.concat(pieces.map { |piece| [piece] })
        end
      end

      def width(line)
        line.sum { |piece| Text.width(piece.text) } + BETWEEN * (line.size - 1)
      end

      # TEXT on as many lines as it needs, broken at blanks, the others indented.
      def broken(kind, text, cells)
        lines = []
        rest = text
        until rest.empty?
          indent = lines.empty? ? "" : INDENT
          room = cells - indent.length
          line, rest = lines.size == MOST - 1 || Text.width(rest) <= room ? [cut(rest, room), ""] : split(rest, room)
          lines << indent + line
        end
        whole = text if lines.last.end_with?("…") && !text.end_with?("…")
        lines.map { |line| Piece.new(kind, line, whole) }
      end

      # Behind the last blank that fits, else a sign between names, and not between a call and what came of it:
      # `= 3` is no line's last word, nor is `3` a line's first.
      def split(text, cells)
        at = (1...text.length).select { |n| text[n - 1] == " " && text[n - 2] != "=" && Text.width(text[0, n].rstrip) <= cells }.last
        at ||= (cells / 3...text.length).select { |n| "|:".include?(text[n - 1]) && Text.width(text[0, n]) <= cells }.last
        at ||= (1..text.length).take_while { |n| Text.width(text[0, n]) <= cells }.last || 1
        [text[0, at].rstrip, text[at..]]
      end

      def cut(text, cells)
        return text if Text.width(text) <= cells

        "#{text[0, (0..text.length).take_while { |n| Text.width(text[0, n]) < cells }.last]}…"
      end
    end
  end
end
