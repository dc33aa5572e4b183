# frozen_string_literal: true

module Article
  # The frames of a run as a file that Wireshark and tcpdump read (pcap-savefile(5)).
  # All that varies from run to run is constant in them, and the time stamp is the
  # step, as microseconds.
  class Capture
    KINDS = %w[packets timeline].freeze

    # Of the file: the first is also how the order of bytes is known.
    MAGIC, VERSION, LONGEST, ETHERNET = 0xa1b2c3d4, [2, 4].freeze, 0x40000, 1

    # Where the file of the snippet NAME lies, from the site's root.
    def self.path(name)
      "/#{Sources::FOLDER}/#{name}.pcap"
    end

    # TRACE is that of a record.
    def initialize(trace)
      @events = (trace && trace["events"]) || []
    end

    def any?
      frames.any?
    end

    def bytes
      [MAGIC, *VERSION, 0, 0, LONGEST, ETHERNET].pack("L>S>2L>4") + frames.map { |step, frame| packet(step, frame) }.join
    end

    private

    # Steps and bytes. One that was changed on its way is there as it arrived.
    def frames
      @frames ||= @events.select { |event| event["leaves"] && event["bytes"] }.map do |event|
        [event["step"], (changed[event["leaves"]] || event)["bytes"].unpack1("m")]
      end
    end

    def changed
      @changed ||= @events.select { |event| event["arrives"] && event["bytes"] }.to_h { |event| [event["arrives"], event] }
    end

    def packet(step, frame)
      [*step.divmod(1_000_000), frame.bytesize, [frame.bytesize, length(frame)].max].pack("L>4") + frame
    end

    # A long frame is recorded in part; how long it was its packet's header says.
    def length(frame)
      case frame[12, 2].to_s.unpack1("S>")
      when 0x0800 then 14 + frame[16, 2].to_s.unpack1("S>").to_i
      when 0x86dd then 54 + frame[18, 2].to_s.unpack1("S>").to_i
      else 0
      end
    end
  end
end
