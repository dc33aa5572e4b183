# frozen_string_literal: true

require_relative "text"
require_relative "trace"

module Article
  # The system calls of a run as a list: who called, what, and what came of it. One
  # that waited stands where it began, and again where it returned.
  class Syscalls
    include Strings

    # CALLS have manual pages: the first of each name links to its own.
    def initialize(trace, text, calls, strings)
      @trace = trace
      @text = text
      @calls = calls
      @strings = strings
      @linked = []
    end

    def html
      rows = @trace.events.filter_map { |event| row(event) }
      return %(<pre>#{Text.html(@text)}</pre>) if rows.empty? || @trace.long?

      <<~HTML.chomp
        <ol class="calls">
        #{rows.join("\n")}
        </ol>
        <details class="as-text"><summary>#{string("as_text")}</summary>
        <pre>#{Text.html(@text)}</pre>
        </details>
      HTML
    end

    private

    def row(event)
      code = if event["call"] || event["returns"] then call(event)
             elsif event["signal"] then %(<span class="alarm">SIG#{Text.html(event["signal"])}</span>)
             elsif event["exec"] then "exec #{Text.html(event["exec"])}"
             elsif event["end"] then %(<span class="still">#{Text.html(event["end"])}</span>)
             end
      code && %(<li><b>#{Text.html(event["by"])}</b> <code>#{code}</code></li>)
    end

    def call(event)
      name = event["call"] || event["returns"]
      result = event["result"]
      "#{"… " if event["returns"]}#{linked(name)}(#{Text.html(event["args"].to_s)})#{result ? " = #{value(result)}" : " …"}"
    end

    def linked(name)
      page = @calls.page(name)
      return Text.html(name) if page.nil? || @linked.include?(name)

      @linked << name
      %(<a href="#{page}">#{Text.html(name)}</a>)
    end

    def value(result)
      %(<span class="#{result.match?(/\A-1? ?E|\A-1\b/) ? "alarm" : "result"}">#{Text.html(result)}</span>)
    end
  end
end
