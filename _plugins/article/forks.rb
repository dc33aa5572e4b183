# frozen_string_literal: true

module Article
  # Work done in two processes: a thread would not use a second processor.
  module Forks
    COUNT = 2
    # Fewer are done faster than a process starts.
    WORTH = 20

    module_function

    # Yields each of ITEMS somewhere; only what the block leaves on disk lasts.
    # Nothing where that is not worth it: the work is done later then.
    def each(items, &block)
      return if items.size < WORTH || !Process.respond_to?(:fork) || !Jekyll::Cache.disk_cache_enabled

      workers = Array.new(COUNT) { |n| fork { work(items.each_slice(COUNT).filter_map { |slice| slice[n] }, &block) } }
      workers.each { |pid| Process.wait(pid) }
    end

    # What goes wrong here goes wrong again where it can be told of. Nothing of
    # the parent's that waits for the end of the process may run here.
    def work(items)
      items.each { |item| yield(*item) }
    rescue StandardError
      nil
    ensure
      exit!(0)
    end
  end
end
