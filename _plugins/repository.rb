# frozen_string_literal: true

require "erb"

require_relative "faults"

# Where readers find what a page is made of: `repository` in _config.yml, laid out as
# GitHub and GitLab do. Without one no page speaks of a repository.
module Repository
  ADDRESS = %r{\Ahttps?://[^\s/?#]+/[^\s?#]+\z}.freeze

  module_function

  # What _config.yml names, without its last slash; nil where it names none.
  def address(named)
    named = named.to_s.strip.chomp("/")
    named unless named.empty?
  end

  def check(named)
    return if named.nil? || ADDRESS.match?(named)

    Faults.tell("_config.yml", "repository: #{named} is no address; write one as https://github.com/NAME/NAME")
  end

  # A path below an address: letters of any script are encoded, slashes stay.
  def encoded(path)
    path.to_s.split("/").map { |part| ERB::Util.url_encode(part) }.join("/")
  end

  # Liquid filters. `repository` is that of _config.yml.
  module Filters
    # The file PATH as it is now.
    def source_in(path, repository)
      "#{repository}/blob/HEAD/#{Repository.encoded(path)}"
    end

    # Where a mistake is told, of the page whose file is PATH.
    def report_to(path, repository)
      "#{repository}/issues/new?title=#{ERB::Util.url_encode("#{path}: ")}"
    end
  end
end

Liquid::Template.register_filter(Repository::Filters)

Jekyll::Hooks.register :site, :after_init do |site|
  site.config["repository"] = Repository.address(site.config["repository"])
end

Jekyll::Hooks.register :site, :post_read do |site|
  Repository.check(site.config["repository"])
end
