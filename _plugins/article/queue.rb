# frozen_string_literal: true

require_relative "text"

module Article
  # The queues of sockets that listen, a slot for each connection that is let wait, as
  # snip writes them: tools/snip/engine/truth/states.h.
  class Queue
    include Strings

    LINE = /\A(?<who>\S+)  (?<socket>\S+)  (?:(?<slots>[■□]+)  )?(?<waiting>\d+) of (?<room>\d+)\z/.freeze

    def initialize(text, strings)
      @text = text
      @strings = strings
    end

    def html
      lines = @text.lines(:chomp => true).map { |line| LINE.match(line) }
      return %(<pre>#{Text.html(@text)}</pre>) unless lines.any? && lines.all?

      <<~HTML.chomp
        <ul class="queue">
        #{lines.map { |line| row(line) }.join("\n")}
        </ul>
        <details class="as-text"><summary>#{string("as_text")}</summary>
        <pre>#{Text.html(@text)}</pre>
        </details>
      HTML
    end

    private

    def row(line)
      said = format(string("queue"), line[:waiting], line[:room])
      slots = %( <span class="slots" role="img" aria-label="#{said}">#{line[:slots]}</span>) if line[:slots]
      %(<li><b>#{Text.html(line[:who])}</b> <code>#{Text.html(line[:socket])}</code>#{slots} <span>#{said}</span></li>)
    end
  end
end
