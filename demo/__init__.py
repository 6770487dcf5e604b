"""A store in a box: a shop to sell from, and a stand-in for the parts of Shopify around it.

`content/` is what the shop sells and says, `reading` and `catalog` turn files into webhooks,
`state` is what the shop has now, `sender` delivers it, `shopify_standin` answers as Shopify's
servers do, `forwarding` is its app proxy, `storefront`, `shop_admin` and `admin_frame` are the
pages. `wsgi` puts it all beside Tote's own doors; Tote itself never imports anything of it.
"""

SHOP = "tote-demo.myshopify.com"
