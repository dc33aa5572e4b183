# frozen_string_literal: true

# Layouts are most of the work where nothing is new, and one processor's. Where there
# are many posts, a second process renders every other one.
module Parallel
  # Fewer are done sooner than pages have gone from one process to the other.
  WORTH = 100

  def render_docs(payload)
    docs = collections.each_value.flat_map(&:docs)
    return super if docs.size < WORTH || incremental? || !Process.respond_to?(:fork)

    others, mine = docs.partition.with_index { |_, at| at.odd? }
    rendered = Parallel.begin(others) { |doc| render_regenerated(doc, payload) }
    mine.each { |doc| render_regenerated(doc, payload) }
    # What went wrong there goes wrong again here, where it can be told of.
    Parallel.take(others, rendered) || others.each { |doc| render_regenerated(doc, payload) }
  end

  # Yields each of DOCS in a process of its own; returns what its work is read from.
  # Nothing of this process that waits for its end may run there.
  def self.begin(docs)
    from, to = IO.pipe(:binmode => true)
    fork do
      from.close
      $stdout, $stderr = StringIO.new, StringIO.new
      docs.each { |doc| yield doc }
      said = [$stdout.string, $stderr.string]
      Marshal.dump([docs.map { |doc| [doc.content, doc.output] }, said], to)
      to.close
    rescue StandardError
      nil
    ensure
      exit!(0)
    end
    to.close
    from
  end

  # Gives DOCS what was rendered FROM there, and says what was said there. Returns nil,
  # and says nothing, where that is not all.
  def self.take(docs, from)
    rendered, said = Marshal.load(from)
    docs.zip(rendered) { |doc, (content, output)| doc.content, doc.output = content, output }
    [$stdout, $stderr].zip(said) { |stream, text| stream.print(text) }
    docs
  rescue EOFError, ArgumentError, TypeError
    nil
  ensure
    from.close
    Process.wait
  end
end

Jekyll::Site.prepend(Parallel)
