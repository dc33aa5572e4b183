# frozen_string_literal: true

module Article
  # What happened in a run, as its record tells: processes, and events in their
  # order. Of these a directive may choose some: `only=` processes, `calls=` by
  # name, `on=` networks. Places and choice are by the rules of snip itself, in
  # tools/snip/engine/truth/choice.h.
  class Trace
    # Events of a kind of view; of any other they are all.
    OF_KIND = { "calls" => %w[call returns exec signal end], "packets" => %w[leaves arrives lost] }.freeze

    # Calls that are not shown where a directive does not choose.
    FOLDED = %w[
      getsockname getpeername setsockopt getsockopt dup dup2 pipe fcntl flock ioctl open epoll_create epoll_ctl
      eventfd signalfd timerfd_create timerfd_settime sched_yield pidfd_open exit futex
    ].freeze

    MOST_STEPS = 120 # more nobody reads

    # Where something is drawn: a process, or a host that has none.
    Lane = Struct.new(:name, :host, :address, :parent, :thread, :keyword_init => true)

    # What one cause did in one place, with the Lane it was at (nil: everywhere).
    Moment = Struct.new(:lane, :step, :events)

    attr_reader :lanes, :events, :omitted

    # TRACE is that of a record, seen by a view of KIND; CHOSEN has a list of names
    # for each attribute.
    def initialize(trace, kind, chosen = {})
      @whole = trace["events"] || []
      @omitted = trace["omitted"].to_i
      @frames = @whole.select { |event| event["leaves"] }.to_h { |event| [event["leaves"], event] }
      @lanes = (trace["processes"] || []).map { |process| lane(process) }
      @processes = (trace["processes"] || []).to_h { |process| [process["name"], process["process"]] }
      add_hosts
      place
      choose(OF_KIND[kind], chosen)
    end

    # Whether nobody would read it: then it is told in words.
    def long?
      omitted.positive? || events.chunk_while { |one, other| one["step"] == other["step"] }.count > MOST_STEPS
    end

    # The frame of an event: what left.
    def frame(event)
      @frames[event["leaves"] || event["arrives"] || event["lost"]] || {}
    end

    # The Lane that EVENT is at, nil where it is everywhere.
    def at(event)
      @places[event]
    end

    # The Lane that a frame is sent to: where it arrives, or would have. There may
    # be several.
    def targets(number)
      @targets[number] || []
    end

    # Whether somebody listens at the local port of EVENT, a state.
    def listened?(event)
      listeners(event["host"], event["from"]).any? { |state, _| state["state"] == "LISTEN" }
    end

    # The frames that EVENTS are of, as they left, in that order.
    def frames
      @frames.values_at(*events.filter_map { |event| event["leaves"] || event["arrives"] || event["lost"] }.uniq.sort).compact
    end

    # What became of a frame: the events with which it arrives, or is lost.
    def fates(number)
      @whole.select { |event| (event["arrives"] || event["lost"]) == number }
    end

    # EVENTS that belong together: of one step and one place.
    def moments
      @moments ||= @events.slice_when { |one, other| one["step"] != other["step"] || !at(one).equal?(at(other)) }
                          .map { |events| Moment.new(at(events.first), events.first["step"], events) }
    end

    private

    def lane(process)
      Lane.new(:name => process["name"], :host => process["host"], :address => process["address"],
               :parent => process["parent"], :thread => process["thread"])
    end

    # Routers, and others that frames pass by: after the first process.
    def add_hosts
      hosts = @whole.select { |event| event["leaves"] || event["arrives"] }.map { |event| event["host"] }.uniq
      rest = hosts.compact - @lanes.map(&:host)
      @lanes.insert([1, @lanes.size].min, *rest.map { |host| Lane.new(:name => host, :host => host) })
    end

    def place
      @places = {}.compare_by_identity
      @recent = {}
      @whole.each_with_index do |event, at|
        @places[event] = event["by"] && !event["state"] && !event["time"] ? named(event["by"]) : of_host(event, at)
        @recent[@places[event].host] = @places[event] if @places[event]
      end
      @targets = @whole.select { |event| event["arrives"] || event["lost"] }
                       .group_by { |event| event["arrives"] || event["lost"] }
                       .transform_values { |events| events.filter_map { |event| at(event) }.uniq }
    end

    def named(name)
      @lanes.find { |lane| lane.name == name }
    end

    # Whose socket it is that EVENT of a host concerns: who holds it, or will; who
    # acts in the same step; who sent from there; who bound its port; who was there
    # last.
    def of_host(event, index)
      return if event["time"]

      named(event["by"]) || holder(event, index) || actor(event) || sender(event, index) || binder(event) || recent(event["host"])
    end

    # The local and the remote end that EVENT speaks of.
    def ends(event)
      return event.values_at("from", "to") if event["leaves"] || event["state"]

      frame(event).values_at("to", "from")
    end

    def holder(event, index)
      local, remote = ends(event)
      return unless local

      held = states.select { |state, _| state["host"] == event["host"] && state["from"] == local && state["to"] == remote }
      held = listeners(event["host"], local) if held.empty?
      found = held.reverse.find { |_, at| at <= index } || held.first
      found && named(found.first["by"])
    end

    # The events that say who holds a socket, each with its place.
    def states
      @states ||= @whole.each_with_index.select { |event, _| event["state"] && event["by"] }
    end

    def listeners(host, local)
      port = local[/:[^:]*\z/]
      port ? states.select { |state, _| state["host"] == host && !state["to"] && state["from"].end_with?(port) } : []
    end

    # Who sent a frame is not who got it.
    def actor(event)
      acts = event["arrives"] ? ->(other) { other["returns"] } : ->(other) { other["by"] && !other["state"] }
      steps[event["step"]].lazy.select(&acts).filter_map { |other| named(other["by"]) }
                          .find { |lane| lane.host == event["host"] }
    end

    def sender(event, index)
      local = ends(event).first or return

      sent = @whole.first(index).find { |other| other["leaves"] && other["host"] == event["host"] && other["from"] == local }
      at(sent) if sent
    end

    def steps
      @steps ||= @whole.group_by { |event| event["step"] }
    end

    def binder(event)
      port = ends(event).first.to_s[/:\d+\z/] or return

      bound = @whole.find { |other| other["call"] == "bind" && other["args"].to_s.match?(/#{port}\b/) && named(other["by"])&.host == event["host"] }
      bound && named(bound["by"])
    end

    def recent(host)
      @recent[host] || @lanes.find { |lane| lane.host == host }
    end

    def choose(keys, chosen)
      kept = @lanes.select { |lane| chosen["only"].nil? || chosen["only"].include?(@processes[lane.name] || lane.name) }
      @events = @whole.select do |event|
        (keys.nil? || keys.any? { |key| event[key] }) && (at(event).nil? || kept.include?(at(event))) && chosen?(event, chosen)
      end
      @lanes = kept
    end

    def chosen?(event, chosen)
      call = event["call"] || event["returns"]
      return chosen["calls"]&.include?(call) || chosen["calls"].nil? && !FOLDED.include?(call) if call

      chosen["on"].nil? || event["on"].nil? || chosen["on"].include?(event["on"])
    end
  end
end
