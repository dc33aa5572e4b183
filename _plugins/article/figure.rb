# frozen_string_literal: true

require_relative "archive"
require_relative "capture"
require_relative "code"
require_relative "console"
require_relative "diagnostics"
require_relative "lab"
require_relative "listing"
require_relative "packets"
require_relative "printed"
require_relative "queue"
require_relative "sources"
require_relative "states"
require_relative "syscalls"
require_relative "table"
require_relative "timeline"
require_relative "../repository"

module Article
  # All that figures are made of besides the posts: records, programs, the table
  # of calls, where the site is mounted, and which repository holds its source.
  Material = Struct.new(:records, :sources, :calls, :baseurl, :repository, :keyword_init => true) do
    # A digest of all that the figure of DIRECTIVE depends on: what is recorded,
    # whether its file is there, and which functions that defines.
    def seen(directive)
      @seen ||= {}
      @seen[[directive.file?, directive.subject]] ||= begin
        record = records.for(directive)
        Digest::SHA256.hexdigest(JSON.generate([
          record, record && check.changed(record), directive.file? && sources.digest(directive.subject), own(directive)
        ]))
      end
    end

    def check
      @check ||= Check.new(records, sources)
    end

    # The functions that the file of DIRECTIVE defines.
    def own(directive)
      directive.subject.end_with?(".c", ".h") ? Calls.defined_in(sources.text(directive.subject)) : []
    end
  end

  # A snippet on a page: `<figure class="snippet snippet-KIND">`. It is told by its
  # markup alone what is what, for readers of feeds and of pages without style.
  class Figure
    include Strings

    # Longer ones are folded, to be scrolled in or opened; they are there in full.
    LONG = 80

    # TEXT and LANG are those of the fence; STRINGS the interface's. SEEN is a list
    # of the calls that have been made links of in this part of the page, and is
    # added to: the first of each name is enough. FAULT is why it is not verified, nil
    # where it is.
    def initialize(directive, text, lang, id:, material:, strings:, seen:, fault: nil)
      @directive = directive
      @text = text
      @lang = lang
      @id = Text.html(id)
      @material = material
      @strings = strings
      @seen = seen
      @fault = fault
      @record = material.records.for(directive)
    end

    def html
      <<~HTML.chomp
        <figure class="#{classes}" id="#{@id}">
        <figcaption>#{caption}</figcaption>
        #{[(Unverified.new(@strings).html(@fault) if @fault), body, open_long, whole].compact.join("\n")}
        </figure>
      HTML
    end

    # The machine that what it shows was recorded on, nil of what was not printed by any.
    def where
      return if @fault || @record.nil? || %w[code lab].include?(@directive.kind)

      where = @record["environment"].values_at("kernel", "compiler", "libc").compact.join(", ")
      where unless where.empty?
    end

    private

    def classes
      ["snippet", "snippet-#{@directive.kind}", ("snippet-proven" if where), ("snippet-long" if long?), ("snippet-unverified" if @fault)].compact.join(" ")
    end

    def long?
      @text.count("\n") > LONG && @directive.kind != "timeline"
    end

    # Its first word is the link to it.
    def caption
      [%(<a href="##{@id}"><b>#{string("kinds", @directive.kind)}</b></a>), name,
       (%(<span class="region">#{Text.html(@directive.region)}</span>) if @directive.region),
       (%(<span class="title">#{Text.html(title)}</span>) if title), capture, archive, folder, made].compact.join(" ")
    end

    # Of a file that is there, a link to it; saved, it is called by its folders too, as many are called server.c.
    def name
      name = %(<code>#{Text.html(@directive.subject)}</code>)
      return name unless @directive.file? && @material.sources.there?(@directive.subject)

      %(<a href="#{@material.baseurl}/#{Sources::FOLDER}/#{@directive.subject}" download="#{@directive.subject.tr("/", "-")}">#{name}</a>)
    end

    # The packets, to be looked at elsewhere.
    def capture
      return unless Capture::KINDS.include?(@directive.kind) && @record && Capture.new(@record["trace"]).any?

      %(<a href="#{@material.baseurl}#{Capture.path(@directive.subject)}" download="#{@directive.subject.tr("/", "-")}.pcap">pcap</a>)
    end

    # Where its files lie for who wants to look round, or to change them.
    def folder
      return unless @material.repository

      place = Repository.encoded(@material.sources.place(@directive.subject))
      %(<a class="folder" href="#{@material.repository}/tree/HEAD/#{place}">#{string("in_repository")}</a>)
    end

    # The whole example, to be tried.
    def archive
      return unless %w[code table].include?(@directive.kind) && @record

      name = @record["snippet"]
      %(<a href="#{@material.baseurl}#{Archive.path(name)}" download="#{Archive.name(name)}.tar.gz" aria-label="#{Archive.name(name)}.tar.gz">tar.gz</a>)
    end

    # What it shows; a source need not say it beside its output.
    def title
      @record && @record["title"] unless @directive.file?
    end

    def body
      case @directive.kind
      when "code" then listing
      when "diagnostics" then Diagnostics.new(@text, Console.new(@text, inputs).html, @strings).html
      when "lab" then @record && @record["lab"].is_a?(Hash) ? Lab.new(@record, @text, @id, @strings).html : pre(Text.html(@text))
      when "table" then table
      when "states" then States.new(@text, @id, @strings).html
      when "queue" then Queue.new(@text, @strings).html
      when "timeline" then Timeline.new(trace, @text, @directive.subject, @strings).html
      when "calls" then Syscalls.new(trace, @text, @material.calls, @strings).html
      when "packets" then Packets.new(trace, @text, @strings).html
      else session
      end
    end

    def table
      printed = processes.first && processes.first["output"]
      printed ? Table.new(printed, @text, @strings).html : pre(Text.html(@text))
    end

    def trace
      Trace.new((@record && @record["trace"]) || {}, @directive.kind, @directive.chosen)
    end

    def pre(html)
      %(<pre>#{html}</pre>)
    end

    # In its place in the file, as far as it is what stands there.
    def listing
      return pre(%(<code class="language-#{Text.html(@lang.to_s)}">#{source}</code>)) if @fault

      region = Region.new(@material.sources.text(@directive.subject), @directive.region)
      Listing.new(@directive, source, @lang, region, @record, @strings).html
    end

    # A function is the program's own wherever in its file it is defined.
    def source
      own = @material.own(@directive) | Calls.defined_in(@text)
      code = Code.new(:calls => @material.calls, :known => own + @seen, :marked => @directive.marked)
      code.html(@text, @lang).tap { @seen.concat(code.linked) }
    end

    def session
      parts = Console.new(@text, inputs).parts
      return pre(parts.map { |part| Console.html(part) }.join) unless processes.size > 1

      parts.map { |part| "#{process_head(part.input&.process)}#{pre(Console.html(part))}" }.join("\n")
    end

    # Which process it is, where it ran, and whether it was told to end. Of any
    # other end that is worth a word the output's last line tells.
    def process_head(process)
      return unless process

      host = process["host"] if process["host"] != process["name"]
      <<~HTML
        <p class="process"><b>#{Text.html(process["name"])}</b>#{
          %( <span>#{string("host")} #{Text.html(host)}</span>) if host}#{
          %( <span>#{format(string("stopped"), "SIG#{Text.html(process["signal"])}")}</span>) if process["stopped"]}</p>
      HTML
    end

    # What was typed to make the record, with the prompts.
    def inputs
      compiles = ((@record && @record["compile"]) || []).map do |step|
        Console::Input.new("$ #{step["command"]}", step["diagnostics"])
      end
      compiles + Printed.new(@record, @directive.lines).inputs
    end

    def processes
      (@record && @record["processes"]) || []
    end

    # Opens by the figure's own address: no script, and a link to it shows all.
    def open_long
      return unless long?

      %(<p class="snippet-open"><a href="##{@id}">#{format(string("open"), @text.count("\n"))}</a></p>)
    end

    # Of an output whose lines are not all shown, a link to all of them.
    def whole
      return if @directive.lines.empty? || !@record

      %(<p class="snippet-open"><a href="#{@material.baseurl}#{Printed.path(@directive.subject)}">#{string("whole")}</a></p>)
    end

    # Tells that it is no picture of the author's; where it was recorded, the page says once for all.
    def made
      return unless where

      %(<details class="made" data-pagefind-ignore><summary>#{string("made")}</summary>\n#{foot}</details>)
    end

    # Where it was recorded, and by which command that is proven anew by who has the repository.
    def foot
      %(<p class="snippet-foot">#{format(string("recorded_on"), Text.html(where))}#{proven_by}#{settings}</p>)
    end

    def proven_by
      ". #{string("proven_by").sub("make snippets", "<code>\\0</code>")}" if @material.repository
    end

    # What is set otherwise than on most machines, where it shows.
    def settings
      return unless trace.events.any? { |event| event["is"] == "TCP" } && %w[packets timeline].include?(@directive.kind)

      ". #{string("settings")}"
    end
  end
end
