# frozen_string_literal: true

# What is wrong in what authors wrote. A build tells all of it, a line each with what
# mends it, and one last line; then nothing is written. Who writes reads the same beside
# the site, which goes on: `make serve`.
module Faults
  @told = []

  module_function

  # How many were told in this build.
  def size
    @told.size
  end

  # PLACE is a file, or "file:line".
  def tell(place, message)
    @told << "#{place}: #{message}"
  end

  # Where the head of ITEM says KEY.
  def at(item, key)
    lines = File.readlines(item.site.in_source_dir(item.relative_path), :encoding => "bom|utf-8")
    line = lines.index { |text| text.match?(/\A#{key}\s*:/) }
    [item.relative_path, line&.succ].compact.join(":")
  end

  def forget
    @told.clear
  end

  # By file, and in it by line.
  def list
    @told.uniq.sort_by { |fault| fault.split(/:(?=\d+:)|:/, 3).then { |file, line, _| [file, line.to_i] } }
  end

  # Who publishes shall not get a page with anything wrong on it.
  def end_build(site)
    return if @told.empty?

    list.each { |fault| warn fault }
    return if site.config["serving"] || ENV["FAULTS"] == "show"

    raise Jekyll::Errors::FatalException, "#{list.size == 1 ? "a fault" : "#{list.size} faults"}, named above with what mends each"
  end

  # Jekyll ends with a trace of its own calls, below which nobody finds what was said.
  module Ending
    def process
      super
    rescue Jekyll::Errors::FatalException, Liquid::Error, Psych::SyntaxError => error
      raise if config["watch"]

      warn "site: nothing was written: #{error.message}"
      exit!(1)
    end
  end
end

Jekyll::Site.prepend(Faults::Ending)

Jekyll::Hooks.register :site, :after_reset do
  Faults.forget
end

Jekyll::Hooks.register :site, :post_render, :priority => :low do |site|
  Faults.end_build(site)
end
