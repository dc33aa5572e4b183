# frozen_string_literal: true

require "erb"

# Where readers find what a page is made of: `repository` in _config.yml, laid out as
# GitHub and GitLab do. Without one no page speaks of a repository.
module Repository
  ADDRESS = %r{\Ahttps?://[^\s/?#]+/[^\s?#]+\z}.freeze

  module_function

  # What CONFIG names, without its last slash; nil where it names none.
  def address(config)
    named = config["repository"].to_s.strip.chomp("/")
    return if named.empty?
    return named if ADDRESS.match?(named)

    raise Jekyll::Errors::FatalException,
          "_config.yml: repository: #{named} is no address; write one as https://github.com/NAME/NAME"
  end

  # A path below an address: letters of any script are encoded, slashes stay.
  def encoded(path)
    path.to_s.split("/").map { |part| ERB::Util.url_encode(part) }.join("/")
  end

  # Liquid filters. `repository` is what address() returned.
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
  site.config["repository"] = Repository.address(site.config)
end
