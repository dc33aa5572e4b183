# frozen_string_literal: true

# Of two pages at one address Jekyll writes one over the other, and says so only where it
# is not told to be quiet.
module Addresses
  module_function

  def check(site)
    items = site.posts.docs + site.pages
    items.group_by { |item| item.destination("") }.each_value do |same|
      next if same.size < 2

      raise Jekyll::Errors::FatalException,
            "#{same.map(&:relative_path).join(", ")}: have one address, #{same.first.url}; " \
            "give one of them a permalink of its own"
    end
  end
end

Jekyll::Hooks.register :site, :post_read, :priority => :low do |site|
  Addresses.check(site)
end
