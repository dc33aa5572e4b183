# frozen_string_literal: true

require_relative "text"
require_relative "trace"

module Article
  # The packets of a run as a list: each with its number, who sent it to whom, what
  # it is, and what it carries.
  class Packets
    include Strings

    def initialize(trace, text, strings)
      @trace = trace
      @text = text
      @strings = strings
    end

    def html
      rows = @trace.frames.map { |event| row(event) }
      return %(<pre>#{Text.html(@text)}</pre>) if rows.empty? || @trace.long?

      <<~HTML.chomp
        <ol class="packets">
        #{rows.join("\n")}
        </ol>
        <details class="as-text"><summary>#{string("as_text")}</summary>
        <pre>#{Text.html(@text)}</pre>
        </details>
      HTML
    end

    private

    def row(event)
      after = @trace.fates(event["leaves"])
      lost = after.any? { |other| other["lost"] }
      changed = after.filter_map { |other| other["text"] }.uniq
      <<~HTML.chomp
        <li#{%( class="lost") if lost}><span class="number">#{event["leaves"]}</span> <b>#{route(event)}</b> <span class="ends">#{Text.html(event["from"].to_s)} → #{Text.html(event["to"].to_s)}</span>
        <span class="what"><code>#{Text.html([event["is"], event["flags"]].compact.reject(&:empty?).join(" "))}</code> #{[
          (%(<span class="still">#{Text.html(event["text"])}</span>) if event["text"]),
          (%(<q class="data">#{Text.html(event["data"])}</q>) if event["data"]),
          (%(<span class="alarm">#{string("timeline", "lost")}</span>) if lost),
          *changed.map { |text| %(<span class="alarm">#{Text.html(text)}</span>) }
        ].compact.join(" ")}</span></li>
      HTML
    end

    # By the names of who is there; where both are of one host, of the processes.
    def route(event)
      from = @trace.at(event)&.name
      to = @trace.targets(event["leaves"]).map(&:name)
      Text.html("#{from} → #{to.empty? ? "?" : to.join(", ")}")
    end
  end
end
