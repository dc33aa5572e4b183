# frozen_string_literal: true

require "psych"

require_relative "../printed"

module Article
  class Archive
    # The script that runs an example: the commands as they were recorded, in a lab where
    # there is more than one process or host. What a record does not tell, who waits for
    # whom, is in the manifest.
    class Script
      SHELL, HELPERS = File.read(File.join(__dir__, "lab.sh")).split(/(?<=\n)/, 2).freeze
      CAPABILITIES = { "net_raw" => "net_raw", "net_admin" => "net_admin", "net_bind" => "net_bind_service" }.freeze
      LOOPBACK = ["127.0.0.1 localhost", "::1 localhost ip6-localhost ip6-loopback"].freeze

      # MANIFEST is its text.
      def initialize(record, manifest)
        @record = record
        @manifest = plain((Psych.parse(manifest) || nil)&.root) || {}
        @processes = record["processes"] || []
      end

      # Whether root must run it.
      def lab?
        @processes.size > 1 || @record["lab"] || @manifest["rights"] || @processes.any? { |process| lines(process) }
      end

      # nil where the example runs nothing, or asks for what no script of few lines can give.
      def text
        return if @processes.empty? || @processes.any? { |process| beyond?(process) }

        lab? ? [head, HELPERS, "\n", network, "\n", *schedule, "\n", *shows].join : simple
      end

      private

      # YAML as text: what is a number for Ruby is as written.
      def plain(node)
        case node
        when Psych::Nodes::Mapping then node.children.each_slice(2).to_h { |key, value| [key.value, plain(value)] }
        when Psych::Nodes::Sequence then node.children.map { |child| plain(child) }
        when Psych::Nodes::Scalar then node.value
        end
      end

      # What the manifest says of PROCESS.
      def said(process)
        ((@manifest["run"] || {})[process["name"]] if @processes.size > 1 || @manifest["run"]) || @manifest
      end

      # The lines that PROCESS is given one after another, nil where it is given its input at once.
      def lines(process)
        given = said(process)["stdin"]
        given if given.is_a?(Array)
      end

      # A terminal, input that waits for something, files elsewhere or devices.
      def beyond?(process)
        !lines(process).to_a.all?(String) || said(process)["terminal"] || @manifest["files"] ||
          !(rights(process) - CAPABILITIES.keys).empty? ||
          (said(process)["ready"].is_a?(Hash) && said(process)["ready"]["file"]&.match?(%r{\A/(?!tmp/)}))
      end

      def rights(process)
        rights = @manifest["rights"] || []
        Array(rights.is_a?(Hash) ? rights[process["name"]] : rights)
      end

      def head
        "#{SHELL}# #{Archive.title(@record)}\n#\n#{unlike}"
      end

      def unlike
        trace = @manifest["trace"]
        return "" unless trace.is_a?(Hash) && (trace["lose"] || trace["flip"])

        "# NOT as it was recorded: there packets got lost or were changed on their way, by intent.\n#\n"
      end

      def simple
        "#{SHELL}# #{Archive.title(@record)}\ncd \"$(dirname \"$0\")\"\n#{@processes.first["command"]}\n"
      end

      # The lab's hosts and networks; one host where it has none.
      def network
        lab = @record["lab"] || { "networks" => [], "hosts" => [{ "name" => "host", "links" => [] }] }
        hosts = lab["hosts"]
        lines = hosts.map { |host| "host #{host["name"]}" } + hosts.select { |host| host["forward"] }.map { |host| "forward #{host["name"]}" } +
                lab["networks"].map { |name| "network #{name}" } + hosts.flat_map { |host| links(host) } + hosts.flat_map { |host| routes(host) }
        "#{lines.join("\n")}\n#{names(lab)}"
      end

      def links(host)
        host["links"].flat_map do |link|
          ["join #{host["name"]} #{link["network"]} #{link["addresses"].join(" ")}".rstrip,
           (%(ip -n "$lab-#{host["name"]}" link set #{link["network"]} mtu #{link["mtu"]}) if link["mtu"])].compact
        end
      end

      def routes(host)
        Array(host["via"]).map do |via|
          %(ip -n "$lab-#{host["name"]}" #{"-6 " if via.include?(":")}route add default via #{via})
        end
      end

      # What is /etc/hosts on each.
      def names(lab)
        own = lab["hosts"].flat_map do |host|
          addresses = host["links"].flat_map { |link| link["addresses"] }.map { |address| address.split("/").first }
          addresses.grep_v(/\Afe80:/i).map { |address| "#{address} #{host["name"]}" }
        end
        own = ["127.0.1.1 host"] unless @record["lab"]
        %(cat >"$work/names" <<'END'\n#{[*LOOPBACK, *own].join("\n")}\nEND\n)
      end

      # The steps of the run, as lines: each process starts when what it waits for has come.
      def schedule
        @come = []
        @lines = []
        @talks = []
        pending = @processes + @processes.select { |process| stop(process).is_a?(Hash) }.map { |process| [process, stop(process)] }
        take(pending) until pending.empty?
        endless, ending = @processes.partition { |process| stop(process) }
        ending.each { |process| await([process["name"], :end]) }
        talk
        endless.reverse.reject { |process| stop(process).is_a?(Hash) }
               .each { |process| @lines << "stop #{process["name"]} #{stop(process)}\n" }
        @lines
      end

      # Takes those of PENDING, processes to be started or stopped, whose time has come; where
      # there are none, waits for the first that can be waited for.
      def take(pending)
        now = pending.select { |step| (awaits(step) - @come).empty? }
        if now.empty?
          now = [pending.find { |step| awaits(step).all? { |await| within_reach?(await, pending) } }]
          awaits(now.first).each { |await| await(await) }
        end
        now.each { |step| step.is_a?(Array) ? halt(*step) : start(step) }
        now.each { |step| pending.delete(step) }
      end

      def within_reach?(await, pending)
        name, what = await
        pending.none? { |step| step.is_a?(Array) ? what == :end && step.first["name"] == name : step["name"] == name }
      end

      # What STEP waits for: pairs of a process and :ready or :end.
      def awaits(step)
        process, stop = step
        return wanted(said(step)["after"]) unless step.is_a?(Array)

        [[process["name"], said(process)["ready"] ? :ready : :start], *wanted(stop["after"])]
      end

      def wanted(after)
        (after.is_a?(Array) ? after : [after]).compact.map do |each|
          name = each.is_a?(Hash) ? each["end"] : each
          other = @processes.find { |process| process["name"] == name }
          [name, each.is_a?(Hash) || !said(other)["ready"] ? :end : :ready]
        end
      end

      # Waits for what has not come yet.
      def await(await)
        return if @come.include?(await)

        @come << await
        name, what = await
        talk if what == :end
        @lines << "until_ended #{name}\n" if what == :end
        @lines << ready(name) if what == :ready
      end

      def ready(name)
        ready = said(@processes.find { |process| process["name"] == name })["ready"]
        kind, value = ready.is_a?(Hash) ? ready.first : [ready, "1"]
        case kind
        when "listen" then "until_listening #{name} #{value}\n"
        when "bind" then "until_bound #{name} #{value}\n"
        when "prints" then "until_printed #{name} #{word(value)}\n"
        when "file" then "until_there #{name} #{word("#{host(name)}/#{value.delete_prefix("/tmp/")}")}\n"
        end
      end

      # Has all say what they have to, in turns; what they wait for is there by now.
      def talk
        @lines.concat(@talks.map(&:shift).compact) until @talks.all?(&:empty?)
      end

      def start(process)
        name, host = process["name"], host(process["name"])
        given = CAPABILITIES.values_at(*rights(process)).map { |name| ",+#{name}" }.join
        command = process["command"]
        fed = command[/\Aprintf .*? \| /m].to_s if said(process)["stdin"]
        call = command.delete_prefix(fed.to_s)
        if lines(process)
          call = %(#{call[/\A(.*?) <<'EOF_*'$/, 1]} <"$work/#{name}.in")
          @lines << "input #{name} #{host}\n"
          @talks << [*lines(process).map { |line| "say #{name} #{word(line.chomp)}\n" }, "end_input #{name}\n"]
        end
        line = "#{fed}start #{name} #{host} #{"env " if said(process)["env"]}#{call}\n"
        @come << [name, :start]
        @lines << (given.empty? ? line : "rights=#{given}\n#{line}rights=\n")
      end

      def halt(process, stop)
        @lines << "stop #{process["name"]} #{stop["signal"] || "TERM"}\n"
        @come << [process["name"], :end]
      end

      def stop(process)
        said(process)["stop"]
      end

      def host(name)
        @processes.find { |process| process["name"] == name }["host"] || "host"
      end

      def shows
        Printed.new(@record).inputs.map do |input|
          name = input.process["name"]
          "#{%(LC_ALL=C sort -o "$work/#{name}.out" "$work/#{name}.out"\n) if input.process["unordered"]}show #{name} #{word(input.text)}\n"
        end
      end

      def word(text)
        "'#{text.gsub("'", "'\\\\''")}'"
      end
    end
  end
end
