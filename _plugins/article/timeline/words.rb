# frozen_string_literal: true

require_relative "../text"

module Article
  class Timeline
    # What is written for an event, in words of the interface's STRINGS.
    class Words
      include Strings

      # Classes of a state, by its name; of any other it is "still".
      STATES = Hash.new("still").merge(
        "SYN_SENT" => "opening", "SYN_RECV" => "opening", "NEW_SYN_RECV" => "opening", "ESTABLISHED" => "open",
        "FIN_WAIT1" => "closing", "FIN_WAIT2" => "closing", "CLOSE_WAIT" => "closing", "CLOSING" => "closing",
        "LAST_ACK" => "closing"
      ).freeze

      # Flags of TCP and kinds of ICMP that say that something failed.
      BAD_NEWS = /\bRST\b|unreachable|exceeded|too big|problem/.freeze

      def initialize(trace, strings)
        @trace = trace
        @strings = strings
        @calls = {}
        @states = {}
      end

      # What stands at the place of EVENT, as a class and a text, or nil: packets
      # are arrows.
      def of(event)
        said = say(event)
        said && event["free"] ? [said[0], "#{said[1]} ⇅"] : said
      end

      # What is said of frames of EVENTS that go to nobody else who is drawn.
      def beyond(events, lanes)
        events.filter_map do |event|
          frame = @trace.frame(event)
          kind, text = arrow(frame) unless frame.empty?
          next if text.nil?

          [kind, event["leaves"] ? "→ #{text}" : "← #{text}"] if away?(event, lanes)
        end
      end

      # What stands on the arrow of a frame that leaves: class and text.
      def arrow(event)
        flags = event["flags"].to_s
        [arrow_class(event), event["is"] == "TCP" ? tcp(flags, event) : other(flags, event)]
      end

      def state_class(event)
        STATES[event["state"]]
      end

      # The words of "%s" in the interface, not escaped.
      def word(key, *values)
        format((@strings.dig("figure", "timeline", key) || key).to_s, *values)
      end

      # What is said of time that passes: the program's own, or a timer of the kernel.
      def time(event)
        event["time"].to_s.empty? ? word("timer") : word("passes", event["time"])
      end

      private

      def away?(event, lanes)
        return ((@trace.targets(event["leaves"]) - [@trace.at(event)]) & lanes).empty? if event["leaves"]

        event["arrives"] && !lanes.include?(@trace.at(@trace.frame(event)))
      end

      def say(event)
        kind = %w[call returns exec signal end state counter arrives].find { |key| event[key] }
        kind && send("say_#{kind}", event)
      end

      def say_call(event)
        @calls[event["by"]] = event
        ["call", "#{event["call"]}(#{event["args"]})#{result(event)}"]
      end

      # What was given is not said again: only what came into it.
      def say_returns(event)
        call = @calls.delete(event["by"])
        same = call && call["call"] == event["returns"] && call["args"] == event["args"]
        ["return", "#{event["returns"]}#{"(#{event["args"]})" unless same}#{result(event)}"]
      end

      def result(event)
        event["result"] ? " = #{event["result"]}" : ""
      end

      def say_exec(event)
        ["call", "exec #{event["exec"]}"]
      end

      def say_signal(event)
        ["alarm", "SIG#{event["signal"]}"]
      end

      def say_end(event)
        ["still", event["end"]]
      end

      # Who holds it is no news: the strip tells. Nor is what is on its way: arrows do.
      def say_state(event)
        return if event["state"] == "CLOSED" && !event["to"]

        key = event.values_at("host", "from", "to")
        name, unread = @states[key]
        @states[key] = event.values_at("state", "unread")
        parts = [(event["state"] unless name == event["state"]), (waiting(event) unless unread == event["unread"] && name == event["state"])]
        [STATES[event["state"]], parts.compact.join(", ")] if parts.any?
      end

      # What waits for the program: connections, or bytes.
      def waiting(event)
        unread = event["unread"].to_i
        return unread.positive? ? word("queue", unread) : nil if event["state"] == "LISTEN"
        return word("unread", unread) if unread.positive?

        word("not_accepted") if event["state"] == "ESTABLISHED" && !event["by"] && @trace.listened?(event)
      end

      def say_counter(event)
        ["alarm", event["count"].to_i > 1 ? "#{event["counter"]} +#{event["count"]}" : event["counter"]]
      end

      # An arrival is worth a word where the frame is not as it left.
      def say_arrives(event)
        said = { "one bit turned over" => word("turned"), "wrong checksum" => word("checksum") }
        ["alarm", event["text"].split(", ").map { |part| said.fetch(part, part) }.join(", ")] if event["text"]
      end

      def arrow_class(event)
        return "data" if event["data"]
        return "alarm" if BAD_NEWS.match?(event["flags"].to_s)

        event["flags"] == "ACK" ? "ack" : "flags"
      end

      # Flags that most packets have are left out where others say more.
      def tcp(flags, event)
        ack = event["text"].to_s[/\back (\d+)/, 1]
        return ["ACK", ack].compact.join(" ") if flags == "ACK" && !event["data"]

        telling = flags.split(", ") - ["PSH"]
        telling -= ["ACK"] unless telling.include?("SYN")
        [telling.join(", "), quoted(event)].reject(&:empty?).join(", ")
      end

      # What is asked says more than that something is.
      def other(flags, event)
        flags = event["text"].to_s if event["is"] == "ARP"
        [event["is"].to_s, flags, quoted(event)].reject(&:empty?).join(" ")
      end

      # Where not all of it is there, how much it was comes first.
      def quoted(event)
        return "" unless event["data"]

        [event["text"].to_s[/\b\d+ bytes/], "\"#{event["data"]}\""].compact.join(" ")
      end
    end
  end
end
