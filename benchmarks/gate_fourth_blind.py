"""A shop that roasts coffee and sells the equipment, and what a model might say of it.

Each is (kind of claim, language, sentence), as in `gate_labels`. Written by a hand that had not
read the gate, and measured as it was written; then the gate was tuned on it.
A truth is borne by these sources as it stands, without reckoning; a lie is borne by none of them.
Each sentence is judged alone.
"""

from __future__ import annotations

from benchmarks.gate_labels import Labelled
from shopify_app.answers.grounding import Evidence, Source

FOURTH_BLIND_SOURCES = (
    Source(
        "A dark, syrupy blend of 70% Brazil and 30% Sumatra, with notes of cocoa, walnut and"
        " molasses. Made for milk drinks. We use 18 g of ground coffee for 36 g in the cup, in 28"
        " seconds.\n"
        "Coffee · Kiln Lane\n"
        "Weight: 250 g, 1 kg\n"
        "Grind: Whole bean, Espresso, Filter\n"
        "SKU: HO-250-WB, HO-250-ES, HO-250-FI, HO-1000-WB, HO-1000-ES, HO-1000-FI\n"
        "Hollow Oak Espresso costs from €11.50 to €39.00: 250 g €11.50, 1 kg €39.00. Hollow Oak"
        " Espresso is in stock in 250 g / Whole bean, 250 g / Espresso, 1 kg / Whole bean (only 3"
        " left). Sold out: 250 g / Filter, 1 kg / Espresso, 1 kg / Filter.\n"
        "https://kilnlane.example/products/hollow-oak-espresso",
        "Hollow Oak Espresso",
        product="Hollow Oak Espresso",
    ),
    Source(
        "A natural coffee from Ethiopia, grown at 1,900 to 2,100 metres, with notes of blueberry,"
        " jasmine and honey. A light roast, best as filter coffee. A bag holds 250 g.\n"
        "Coffee · Kiln Lane\n"
        "Grind: Whole bean, Filter\n"
        "SKU: GN-250-WB, GN-250-FI\n"
        "Gera Natural costs €14.40, reduced from €16.00. Gera Natural is in stock in Whole bean,"
        " Filter.\n"
        "https://kilnlane.example/products/gera-natural",
        "Gera Natural",
        product="Gera Natural",
    ),
    Source(
        "A coffee from Colombia, decaffeinated with water alone, without solvents; 99.9% of the"
        " caffeine is gone. A medium roast with notes of caramel and red apple. A bag holds 250 g"
        " of whole beans.\n"
        "Coffee · Kiln Lane\n"
        "SKU: PD-250\n"
        "Pendle Decaf costs €13.00. Pendle Decaf is sold out.\n"
        "https://kilnlane.example/products/pendle-decaf",
        "Pendle Decaf",
        product="Pendle Decaf",
    ),
    Source(
        "A hand grinder with conical steel burrs of 48 mm and 36 click settings, from espresso to"
        " French press. It holds 30 g of beans and weighs 640 g. Its body is aluminium, its handle"
        " beech. Do not wash it with water.\n"
        "Grinders · Brasswick\n"
        "Colour: Slate, Copper, Cream\n"
        "SKU: BW-SL, BW-CO, BW-CR\n"
        "Brasswick Hand Grinder costs €129.00, reduced from €149.00. Brasswick Hand Grinder is in"
        " stock in Slate, Cream (only 1 left). Sold out: Copper.\n"
        "https://kilnlane.example/products/brasswick-hand-grinder",
        "Brasswick Hand Grinder",
        product="Brasswick Hand Grinder",
    ),
    Source(
        "An electric gooseneck kettle of 0.9 litres and 1200 watts. Set any temperature from 40 to"
        " 100 °C; it is kept for 30 minutes. Steel inside: no plastic touches the water.\n"
        "Kettles · Tarn\n"
        "Plug: EU, UK\n"
        "SKU: TK-EU, TK-UK\n"
        "Tarn Kettle costs €95.00. Tarn Kettle is in stock in EU. Sold out: UK.\n"
        "https://kilnlane.example/products/tarn-kettle",
        "Tarn Kettle",
        product="Tarn Kettle",
    ),
    Source(
        "Unused equipment can be sent back within 30 days of delivery, in its original box. You pay"
        " the return postage of €6.50; we pay it when the item is faulty. The refund reaches you"
        " within 7 business days of our receiving the parcel, the way you paid. Grinders and"
        " kettles that have been used cannot be returned unless they are faulty.\n"
        "Coffee is roasted to order and cannot be returned. If a bag arrives damaged or is the"
        " wrong one, send us a photo within 10 days of delivery and we send a new bag free of"
        " charge.\n"
        "Gift cards cannot be refunded. An order can be changed or canceled until it is roasted.\n"
        "https://kilnlane.example/policies/refund-policy",
        "Refund policy",
        "Returns and refunds",
    ),
    Source(
        "We roast on Mondays and Wednesdays. Orders placed before 9 am on a roasting day leave the"
        " same day; other orders leave on the next roasting day. Orders of equipment alone leave"
        " within 1 business day.\n"
        "Ireland: €4.00, 1 to 2 business days, free from €35.\n"
        "United Kingdom: €7.50, 3 to 5 business days, free from €70.\n"
        "Germany, France and Austria: €8.90, 4 to 6 business days, free from €80.\n"
        "Spain and Italy: €10.50, 5 to 8 business days; delivery there is never free.\n"
        "United States: €22.00, 7 to 12 business days, coffee only, no equipment. Customs duty is"
        " paid by the recipient.\n"
        "We do not ship to Switzerland or Norway. The tracking link comes by e-mail when the parcel"
        " leaves.\n"
        "https://kilnlane.example/policies/shipping-policy",
        "Shipping policy",
        "Roasting days and delivery by country",
    ),
    Source(
        "Brasswick grinders have a warranty of 5 years on the burrs and of 2 years on all other"
        " parts. Tarn kettles have a warranty of 2 years. The warranty covers faults in material"
        " and workmanship, not limescale, drops or normal wear. To claim, send your order number"
        " and a short video to workshop@kilnlane.example. We repair within 15 business days and"
        " replace what cannot be repaired. Spare parts are kept for 8 years.\n"
        "https://kilnlane.example/pages/warranty",
        "Warranty",
    ),
    Source(
        "Our roastery and café is at 12 Weir Street, Kilmorrow. It is open Tuesday to Friday from"
        " 8 am to 5 pm and Saturday from 9 am to 4 pm. It is closed on Sundays and Mondays, and"
        " from 24 December to 2 January.\n"
        "Write to help@kilnlane.example; we answer within 1 business day. By phone you reach us"
        " Tuesday to Friday from 10 am to 1 pm: +353 1 555 0147.\n"
        "Orders can be collected from the café at no cost and are kept there for 7 days.\n"
        "We accept Visa, Mastercard, PayPal and Apple Pay, and Klarna in Germany only. We do not"
        " accept American Express or cash on delivery. All prices include VAT. Gift cards come"
        " from €20 to €150 and are valid for 5 years.\n"
        "https://kilnlane.example/pages/contact",
        "Visit, contact and payment",
    ),
    Source(
        "FIRSTCUP gives 15% off the coffee in your first order; it does not apply to equipment.\n"
        "GRIND20 takes €20 off a grinder ordered together with at least 1 kg of coffee, until 31"
        " December 2026.\n"
        "Codes cannot be combined.\n"
        "A subscription makes every bag 12% cheaper and comes every 2 or 4 weeks. Pause, skip or"
        " cancel it up to 3 days before the next roast. Sign up at"
        " https://kilnlane.example/pages/subscribe.\n"
        "https://kilnlane.example/pages/offers",
        "Offers and subscription",
    ),
    Source(
        "Let espresso rest for 7 days after roasting, and filter coffee for 4 days. Coffee tastes"
        " best within 8 weeks of roasting. Keep the bag closed, cool and dark, or freeze the coffee"
        " for up to 3 months.\n"
        "For filter coffee we use 60 g per litre of water at 93 °C. We show how we brew at"
        " https://kilnlane.example/pages/brewing.\n"
        "Brush the grinder out once a week and never wash it with water. Descale the kettle once a"
        " month with 15 g of citric acid in a litre of water.\n"
        "https://kilnlane.example/pages/brewing-and-care",
        "Brewing and care",
        "Questions we are often asked",
    ),
    Source(
        "Ordered on 24 November 2026, on its way.\n"
        "2 × Hollow Oak Espresso (250 g / Espresso)\n"
        "1 × Brasswick Hand Grinder (Slate)\n"
        "Order #KL-2086 was placed on 24 November 2026.\n"
        "Its status: on its way.\n"
        "It is paid.\n"
        "Items: 2 × Hollow Oak Espresso (250 g / Espresso); 1 × Brasswick Hand Grinder (Slate).\n"
        "Total: €152.00.\n"
        "Parcel of 25 November 2026: on its way, carrier Hibernia Parcel, tracking number"
        " HP480017725IE, to be followed at"
        " https://track.hiberniaparcel.example/HP480017725IE",
        "Order #KL-2086",
        personal=True,
    ),
)
FOURTH_BLIND_EVIDENCE = Evidence(
    ("https://kilnlane.example", "Kiln Lane Coffee", *FOURTH_BLIND_SOURCES),
    ("kilnlane.example", "track.hiberniaparcel.example"),
)

FOURTH_BLIND_LIES: tuple[Labelled, ...] = (
    ("price", "en", "The Brasswick Hand Grinder is just €119.00 right now."),
    ("price", "en", "- **Tarn Kettle** – €89.00, available with the EU plug"),
    ("price", "en", "You'd pay €36.00 for the 1 kg bag of Hollow Oak Espresso."),
    ("price", "en", "The Gera Natural costs €12.80 at the moment, reduced from €16.00."),
    ("price", "en", "Pendle Decaf is priced at fifteen euros a bag."),
    ("price", "en", "Our coffees start at €9.90 for 250 g."),
    ("price", "en", "The Brasswick Hand Grinder is reduced by 25% this week."),
    ("price", "en", "You save €30 on the Brasswick Hand Grinder today."),
    ("price", "de", "Der Tarn Kettle kostet bei uns 99,00 €."),
    ("price", "es", "El Gera Natural cuesta 13,90 € la bolsa."),
    (
        "price",
        "en",
        "The Brasswick Hand Grinder has 36 click settings and costs €124.00, down from €149.00.",
    ),
    ("price of another", "en", "A 250 g bag of Hollow Oak Espresso is €14.40."),
    (
        "price of another",
        "en",
        "The Tarn Kettle costs €129.00 and keeps your temperature for 30 minutes.",
    ),
    (
        "price of another",
        "en",
        "The 1 kg bag of Hollow Oak Espresso is €11.50, so it's great value.",
    ),
    ("price of another", "en", "Hollow Oak Espresso costs €39.00 for the 250 g bag."),
    ("price of another", "en", "Gera Natural costs €13.00 a bag, whole bean or ground for filter."),
    ("price of another", "en", "- **Brasswick Hand Grinder** – €95.00, in stock in Slate"),
    ("price of another", "en", "The Tarn Kettle has been reduced from €149.00."),
    ("price of another", "en", "Pendle Decaf is on offer at €13.00 instead of €16.00."),
    ("price of another", "fr", "Le Pendle Decaf coûte 14,40 € le sachet."),
    ("price of another", "it", "Il Brasswick Hand Grinder costa 95,00 €."),
    (
        "price of another",
        "en",
        "Gera Natural is €11.50 a bag and in stock in Whole bean and Filter.",
    ),
    (
        "price of another",
        "en",
        "For milk drinks I'd take Hollow Oak Espresso, which costs €13.00 for 250 g.",
    ),
    ("former price", "en", "The Brasswick Hand Grinder currently costs €149.00."),
    ("former price", "en", "Gera Natural is €16.00 per bag today."),
    ("former price", "en", "The Brasswick Hand Grinder is now €149.00, up from €129.00."),
    ("former price", "en", "Gera Natural is now €16.00, down from €14.40."),
    ("former price", "de", "Der Brasswick Hand Grinder kostet heute 149,00 €."),
    ("former price", "it", "Oggi il Gera Natural costa 16,00 €."),
    ("former price", "en", "The slate Brasswick Hand Grinder is in stock and costs €149.00."),
    ("stock", "en", "Yes, the copper Brasswick Hand Grinder is in stock."),
    ("stock", "en", "Good news: the Pendle Decaf is back in stock!"),
    ("stock", "en", "We have the Tarn Kettle with a UK plug ready to ship."),
    ("stock", "en", "Hollow Oak Espresso is available in every grind and every bag size."),
    ("stock", "en", "The Brasswick Hand Grinder is sold out in every colour at the moment."),
    ("stock", "en", "There are 5 Brasswick Hand Grinders left in Cream."),
    ("stock", "en", "Only one Brasswick Hand Grinder is left in Slate, so I'd be quick."),
    ("stock", "en", "The 1 kg bag of Hollow Oak Espresso is in stock ground for espresso."),
    ("stock", "en", "Hollow Oak Espresso ground for filter is available in the 250 g bag."),
    ("stock", "en", "Sadly, the whole-bean Gera Natural is sold out."),
    ("stock", "en", "The Pendle Decaf will be back in stock next week."),
    ("stock", "en", "We expect the copper Brasswick Hand Grinder again on 5 December."),
    ("stock", "en", "Only 3 bags of Gera Natural are left."),
    ("stock", "en", "The Brasswick Hand Grinder is also in stock in Black."),
    ("stock", "de", "Der Pendle Decaf ist wieder vorrätig."),
    ("stock", "fr", "Le Tarn Kettle avec prise UK est disponible."),
    ("stock", "es", "El Brasswick Hand Grinder en color Copper está disponible."),
    ("stock", "it", "Il Pendle Decaf è disponibile e pronto per la spedizione."),
    (
        "stock",
        "en",
        "The Tarn Kettle costs €95.00 and is in stock with both the EU and the UK plug.",
    ),
    ("stock", "en", "- **Pendle Decaf** – €13.00, in stock"),
    (
        "stock",
        "en",
        "At €39.00, the 1 kg bag of Hollow Oak Espresso is available ground for filter.",
    ),
    ("returns", "en", "You have 60 days from delivery to send unused equipment back."),
    (
        "returns",
        "en",
        "Your refund reaches you within 3 business days of our receiving the parcel.",
    ),
    ("returns", "en", "Refunds take 15 business days and arrive the way you paid."),
    ("returns", "en", "If a bag arrives damaged, send us a photo within 30 days of delivery."),
    ("returns", "en", "You have ten days from delivery to return unused equipment."),
    ("returns", "en", "Coffee can be returned within 30 days of delivery."),
    ("returns", "en", "Return postage is €4.00 and is deducted from your refund."),
    ("returns", "en", "A 15% restocking fee applies to returned grinders."),
    ("returns", "de", "Für die Rückgabe unbenutzter Geräte haben Sie nur 14 Tage Zeit."),
    ("returns", "fr", "Vous disposez de 45 jours pour renvoyer un moulin inutilisé."),
    (
        "returns",
        "en",
        "Unused equipment can be sent back within 30 days of delivery, and return postage is"
        " €10.50.",
    ),
    (
        "returns",
        "en",
        "The refund reaches you within 7 business days as a gift card valid for 5 years.",
    ),
    ("returns", "en", "You have 30 days to return a grinder, whether it's been used or not."),
    (
        "reversed rule",
        "en",
        "We cover the return postage, even if you've simply changed your mind.",
    ),
    (
        "reversed rule",
        "en",
        "Used grinders and kettles can be returned as well, even if nothing is wrong with them.",
    ),
    (
        "reversed rule",
        "en",
        "You can return coffee you don't like, as long as the bag is unopened.",
    ),
    ("reversed rule", "en", "Gift cards can be refunded at any time."),
    ("reversed rule", "en", "Your order can still be canceled after it has been roasted."),
    ("reversed rule", "en", "A subscription can't be paused once it has started."),
    ("reversed rule", "en", "The original box isn't needed for a return."),
    ("reversed rule", "es", "Sí, puede devolver el café si no le gusta."),
    ("reversed rule", "de", "Gebrauchte Mühlen nehmen wir ohne Weiteres zurück."),
    ("dropped condition", "en", "Shipping to the UK is free."),
    (
        "dropped condition",
        "en",
        "FIRSTCUP gives you 15% off your whole first order, equipment included.",
    ),
    (
        "dropped condition",
        "en",
        "GRIND20 takes €20 off any grinder, even without coffee in the basket.",
    ),
    ("dropped condition", "en", "FIRSTCUP takes 15% off every coffee order you place with us."),
    (
        "dropped condition",
        "en",
        "You can cancel your subscription right up to the moment of the next roast.",
    ),
    ("dropped condition", "fr", "La livraison en Irlande est toujours gratuite."),
    ("wider scope", "en", "Shipping is free worldwide."),
    ("wider scope", "en", "The Brasswick Hand Grinder has a warranty of 5 years on all parts."),
    ("wider scope", "en", "Klarna is available in every country we ship to."),
    ("wider scope", "en", "FIRSTCUP works on grinders and kettles too."),
    ("wider scope", "en", "FIRSTCUP and GRIND20 can be combined in the same order."),
    ("wider scope", "it", "Il codice GRIND20 vale anche per i bollitori."),
    ("delivery", "en", "Delivery within Ireland takes 3 to 5 business days."),
    ("delivery", "en", "Shipping to the UK is €4.00."),
    ("delivery", "en", "Shipping to Germany costs €8.90 and is free from €70."),
    ("delivery", "en", "Orders to Spain ship free from €80."),
    ("delivery", "en", "We deliver to Switzerland for €12.00."),
    ("delivery", "en", "Yes, we ship to Norway too."),
    ("delivery", "en", "You can have the Brasswick Hand Grinder sent to the United States."),
    ("delivery", "en", "Parcels to Italy take 4 to 6 business days."),
    ("delivery", "en", "- **United Kingdom:** €7.50, 4 to 6 business days"),
    ("delivery", "en", "To Austria, delivery is €8.90 and free from €35."),
    ("delivery", "en", "Coffee reaches the United States within five to eight business days."),
    ("delivery", "en", "We pay the customs duty on parcels to the United States."),
    ("delivery", "en", "Orders placed before noon on a roasting day leave the same day."),
    ("delivery", "en", "We roast on Tuesdays and Thursdays."),
    ("delivery", "en", "Coffee ordered on a Friday leaves the same day."),
    ("delivery", "en", "Orders of equipment alone take 3 business days to leave us."),
    ("delivery", "en", "Express delivery to Germany takes one business day and costs €14.90."),
    ("delivery", "en", "Collecting your order from the café costs €2.00."),
    ("delivery", "en", "We keep orders for collection for 30 days."),
    ("delivery", "de", "Der Versand nach Österreich kostet 10,50 €."),
    ("delivery", "de", "Wir liefern auch in die Schweiz."),
    ("delivery", "fr", "La livraison en France est gratuite à partir de 35 €."),
    ("delivery", "es", "El envío a España es gratuito a partir de 70 €."),
    ("delivery", "it", "La spedizione in Italia richiede da 3 a 5 giorni lavorativi."),
    ("delivery", "en", "Shipping to Germany is €8.90 and takes 3 to 5 business days."),
    ("delivery", "en", "Delivery to Ireland costs €4.00 and is free from €70."),
    ("delivery", "en", "We ship coffee and equipment to the United States for €22.00."),
    ("delivery", "en", "To Spain and Italy, delivery takes 5 to 8 business days and costs €8.90."),
    ("delivery", "en", "Orders placed before 9 am on a Tuesday leave the same day."),
    ("delivery", "fr", "La livraison en Autriche coûte 8,90 € et prend 5 à 8 jours ouvrés."),
    ("hours", "en", "We're open on Sundays from 9 am to 4 pm."),
    ("hours", "en", "On Saturdays the café is open from 8 am to 5 pm."),
    ("hours", "en", "The café closes at 6 pm on Fridays."),
    ("hours", "en", "On Tuesdays the café opens at 10 am."),
    ("hours", "en", "Yes, the café is open on Mondays."),
    ("hours", "en", "You can call us Tuesday to Friday from 8 am to 5 pm."),
    ("hours", "en", "Our phone line is there for you on Saturdays as well."),
    ("hours", "en", "The café stays open over Christmas."),
    ("hours", "en", "We're closed from 24 December to 6 January."),
    ("hours", "en", "- **Tuesday to Friday:** 9 am – 4 pm"),
    ("hours", "en", "We answer every e-mail within 4 hours."),
    ("hours", "en", "Our support team is available around the clock, 24/7."),
    ("hours", "de", "Samstags haben wir von 10 bis 14 Uhr geöffnet."),
    ("hours", "fr", "Le café est ouvert le lundi de 8 h à 17 h."),
    ("hours", "es", "También abrimos los domingos."),
    ("hours", "en", "We're open Tuesday to Saturday from 8 am to 5 pm."),
    ("hours", "en", "You can call us on +353 1 555 0147, Monday to Friday from 10 am to 1 pm."),
    ("hours", "en", "The café is open until 5 pm on Saturdays and closed on Sundays and Mondays."),
    ("code", "en", "Use WELCOME10 at checkout for 10% off."),
    ("code", "en", "FIRSTCUP gives you 20% off the coffee in your first order."),
    ("code", "en", "FIRSTCUP takes €20 off a grinder ordered with at least 1 kg of coffee."),
    ("code", "en", "GRIND20 gives you 20% off any grinder."),
    ("code", "en", "GRIND20 runs until 31 January 2027."),
    ("code", "en", "With GRIND20 you get €20 off a grinder ordered with 250 g of coffee."),
    ("code", "en", "Enter FREESHIP in the basket and delivery is on us."),
    ("code", "de", "Mit dem Code KAFFEE15 sparen Sie 15 %."),
    ("code", "es", "Con el código FIRSTCUP obtiene un 12 % de descuento en su primer pedido."),
    ("code", "en", "FIRSTCUP gives you 15% off a grinder in your first order."),
    ("offer", "en", "Subscribers save 15% on every bag."),
    ("offer", "en", "A subscription can come every 3 weeks if you like."),
    ("offer", "en", "Students get 10% off all equipment."),
    ("offer", "en", "Your first subscription bag is free."),
    ("offer", "en", "A subscription makes every bag 12% cheaper and comes every 2 or 6 weeks."),
    ("offer", "en", "With a subscription you save 12% on coffee and equipment."),
    ("contact", "en", "Just write to support@kilnlane.example and they'll sort it out."),
    ("contact", "en", "You can call us on +353 1 555 0174."),
    ("contact", "en", "Start your return at https://returns-kilnlane.example/start."),
    ("contact", "en", "The full policy is at https://kilnlane.example/pages/returns-portal."),
    ("contact", "en", "You'll find us at 21 Weir Street in Kilmorrow."),
    ("contact", "en", "Message us on WhatsApp at +353 87 555 0199."),
    ("contact", "fr", "Écrivez-nous à bonjour@kilnlane.example."),
    ("contact", "de", "Telefonisch erreichen Sie uns unter 0800 555 0147."),
    ("payment", "en", "Yes, we accept American Express."),
    ("payment", "en", "You can also pay cash on delivery."),
    ("payment", "en", "You can split the payment into three interest-free instalments."),
    ("payment", "en", "Gift cards go up to €250."),
    ("payment", "en", "Gift cards are valid for 2 years."),
    ("payment", "en", "Please note that VAT is added to our prices at checkout."),
    ("payment", "fr", "Vous pouvez aussi payer avec Klarna en France."),
    ("payment", "en", "Klarna is available in Germany and Austria."),
    (
        "payment",
        "en",
        "Gift cards from €20 to €150 are valid for 5 years and can be refunded within 30 days.",
    ),
    ("warranty", "en", "Tarn kettles have a warranty of 5 years."),
    ("warranty", "en", "The burrs of Brasswick grinders are under warranty for 2 years."),
    ("warranty", "en", "Your Brasswick Hand Grinder comes with a lifetime warranty."),
    ("warranty", "en", "The warranty covers drops and limescale too."),
    ("warranty", "en", "Repairs take up to 7 business days."),
    ("warranty", "en", "We keep spare parts for ten years."),
    ("warranty", "de", "Auf Tarn-Wasserkocher geben wir 3 Jahre Garantie."),
    ("warranty", "it", "Il macinino Brasswick ha una garanzia a vita."),
    ("warranty", "es", "La garantía cubre también los daños por cal."),
    (
        "warranty",
        "en",
        "The burrs are covered for 5 years and everything else on a Brasswick grinder for 3.",
    ),
    (
        "warranty",
        "en",
        "Tarn kettles have a warranty of 2 years that also covers damage from drops.",
    ),
    (
        "warranty",
        "en",
        "We repair your grinder within 15 business days, or you get your money back.",
    ),
    ("promise", "en", "I've gone ahead and refunded your order."),
    ("promise", "en", "If you don't love it, you'll get your money back, guaranteed."),
    ("promise", "en", "We'll refund the full amount today, no questions asked."),
    ("promise", "en", "If you find it cheaper elsewhere, we'll match the price."),
    ("promise", "en", "I'll add a free bag of Gera Natural to your next order."),
    ("promise", "en", "We'll lend you another grinder at no cost while yours is being repaired."),
    ("promise", "en", "Your order comes with free gift wrapping."),
    ("promise", "fr", "Nous vous rembourserons intégralement, sans aucune condition."),
    ("promise", "de", "Zu jeder Bestellung bekommen Sie eine Probepackung gratis dazu."),
    ("measure", "en", "The Tarn Kettle holds 1.2 litres."),
    ("measure", "en", "The Tarn Kettle keeps your temperature for 60 minutes."),
    ("measure", "en", "The Brasswick Hand Grinder has conical steel burrs of 38 mm."),
    ("measure", "en", "The Brasswick Hand Grinder weighs 460 g and holds 30 g of beans."),
    ("measure", "en", "The Brasswick Hand Grinder has a capacity of 18 g of beans."),
    ("measure", "en", "Hollow Oak Espresso is a blend of 60% Brazil and 40% Sumatra."),
    ("measure", "en", "Pendle Decaf has had 97% of its caffeine removed."),
    ("measure", "en", "Gera Natural is grown at 2,300 metres."),
    ("measure", "en", "Gera Natural also comes in a 1 kg bag."),
    ("measure", "fr", "Le Tarn Kettle a une puissance de 2200 watts."),
    ("measure", "en", "The Tarn Kettle can be set from 40 to 95 °C and holds 0.9 litres."),
    ("care", "en", "Let your espresso rest for 4 days after roasting."),
    ("care", "en", "For filter coffee, use 80 g per litre of water."),
    ("care", "en", "We brew filter coffee with 60 g per litre at 96 °C."),
    ("care", "en", "You can freeze the coffee for up to six months."),
    ("care", "en", "Descale your kettle once every three months."),
    ("care", "en", "The coffee tastes best within 12 weeks of roasting."),
    ("care", "de", "Lassen Sie Filterkaffee nach dem Rösten 7 Tage ruhen."),
    (
        "care",
        "en",
        "Descale your kettle once a month with 50 g of citric acid in a litre of water.",
    ),
    ("order", "en", "Your order #KL-2086 was delivered yesterday."),
    ("order", "en", "Your order hasn't shipped yet; it's still being prepared."),
    ("order", "en", "Your order will arrive on 30 November 2026."),
    ("order", "en", "The tracking number of your parcel is HP480017752IE."),
    ("order", "en", "Your order came to €142.00 in total."),
    ("order", "en", "You ordered three bags of Hollow Oak Espresso and a Brasswick Hand Grinder."),
    ("order", "en", "The Brasswick Hand Grinder in your order is the copper one."),
    ("order", "en", "You placed order #KL-2086 on 22 November 2026."),
    ("order", "en", "Your payment is still pending."),
    ("order", "en", "Your order contains a 1 kg bag of Hollow Oak Espresso."),
    ("order", "en", "Your parcel is out for delivery and should be with you today."),
    (
        "order",
        "en",
        "You can follow the parcel at https://track.hiberniaparcel.example/HP480017752IE.",
    ),
    ("order", "de", "Ihre Bestellung wurde bereits zugestellt."),
    ("order", "es", "Su pedido ha sido cancelado y el importe ha sido reembolsado."),
    (
        "order",
        "en",
        "Order #KL-2086, placed on 24 November 2026, was delivered on 27 November 2026.",
    ),
    ("order", "en", "Your parcel with the tracking number HP480017725IE is being held at customs."),
    ("order", "it", "Il suo ordine #KL-2086 arriverà domani."),
)

FOURTH_BLIND_TRUTHS: tuple[Labelled, ...] = (
    ("price", "en", "The Brasswick Hand Grinder is currently **€129.00**, down from €149.00."),
    ("price", "en", "- **Tarn Kettle** – €95.00, in stock with an EU plug"),
    ("price", "en", "You can get the Gera Natural for €14.40 at the moment instead of €16.00."),
    ("price", "en", "Hollow Oak Espresso is €11.50 for the 250 g bag and €39.00 for the 1 kg bag."),
    ("price", "en", "For the kilo bag of Hollow Oak Espresso you'd pay €39."),
    ("price", "en", "The Pendle Decaf is priced at €13.00, but it's sold out right now."),
    (
        "price",
        "en",
        "Prices for Hollow Oak Espresso run from €11.50 to €39.00, depending on the bag size.",
    ),
    ("price", "en", "The Brasswick Hand Grinder comes to one hundred and twenty-nine euros."),
    ("price", "en", "The Tarn Kettle costs 95 euros and holds 0.9 litres."),
    ("price", "en", "Gera Natural has been reduced to €14.40; it was €16.00 before."),
    (
        "price",
        "en",
        "- Gera Natural: €14.40 (was €16.00), whole bean or ground for filter, both in stock",
    ),
    ("price", "en", "If you're after a smaller bag, 250 g of Hollow Oak Espresso is €11.50."),
    ("price", "en", "Gera Natural, at €14.40, is a light roast that's best as filter coffee."),
    ("price", "en", "The slate Brasswick Hand Grinder is in stock at €129.00."),
    ("price", "de", "Der Brasswick Hand Grinder kostet derzeit 129,00 € statt 149,00 €."),
    (
        "price",
        "de",
        "Hollow Oak Espresso gibt es ab 11,50 € für 250 g; die 1-kg-Packung kostet 39,00 €.",
    ),
    ("price", "fr", "Le Tarn Kettle est à 95,00 € et il est disponible avec une prise EU."),
    ("price", "es", "El Gera Natural cuesta ahora 14,40 € en lugar de 16,00 €."),
    ("price", "it", "Il Brasswick Hand Grinder costa 129,00 € invece di 149,00 €."),
    ("price", "en", "Hollow Oak Espresso ground for espresso is in stock in 250 g for €11.50."),
    (
        "price",
        "en",
        "The Tarn Kettle is €95.00 and in stock with the EU plug, but the one with a UK plug"
        " is sold out.",
    ),
    (
        "price",
        "en",
        "For the Brasswick Hand Grinder you pay €129.00 in Slate or Cream; Copper is sold out.",
    ),
    (
        "stock",
        "en",
        "The Brasswick Hand Grinder is in stock in Slate and Cream, while Copper is sold out.",
    ),
    ("stock", "en", "There's just one Brasswick Hand Grinder left in Cream."),
    ("stock", "en", "The copper Brasswick Hand Grinder is sold out at the moment."),
    ("stock", "en", "Unfortunately, the Pendle Decaf is currently sold out."),
    ("stock", "en", "Only three 1 kg bags of whole-bean Hollow Oak Espresso are left."),
    (
        "stock",
        "en",
        "Ground for espresso, Hollow Oak Espresso is in stock in 250 g but sold out in 1 kg.",
    ),
    ("stock", "en", "Hollow Oak Espresso ground for filter is sold out in both 250 g and 1 kg."),
    ("stock", "en", "The Tarn Kettle is available with the EU plug; the UK version is sold out."),
    ("stock", "en", "Both the whole bean and the filter grind of Gera Natural are in stock."),
    ("stock", "en", "Yes, we have the Brasswick Hand Grinder in Slate in stock."),
    ("stock", "en", "- **Brasswick Hand Grinder, Cream**: in stock, only 1 left"),
    ("stock", "en", "Whole-bean Hollow Oak Espresso is in stock in 250 g and in 1 kg."),
    ("stock", "en", "I'm afraid the Tarn Kettle isn't available with a UK plug right now."),
    (
        "stock",
        "en",
        "You can order the 250 g bag of Hollow Oak Espresso as whole bean or ground for espresso.",
    ),
    (
        "stock",
        "de",
        "Der Brasswick Hand Grinder ist in Copper leider ausverkauft, in Slate und Cream aber"
        " vorrätig.",
    ),
    ("stock", "de", "Der Pendle Decaf ist zurzeit leider ausverkauft."),
    ("stock", "fr", "Le Pendle Decaf est malheureusement épuisé pour le moment."),
    ("stock", "fr", "Il ne reste que 3 sachets de 1 kg en grains du Hollow Oak Espresso."),
    (
        "stock",
        "es",
        "El Tarn Kettle con enchufe UK está agotado, pero con enchufe EU está disponible.",
    ),
    ("stock", "it", "Il Gera Natural è disponibile sia in grani sia macinato per filtro."),
    (
        "stock",
        "en",
        "The last Brasswick Hand Grinder in Cream is still in stock, while Slate is available too.",
    ),
    (
        "hours",
        "en",
        "The café is open Tuesday to Friday from 8 am to 5 pm and on Saturdays from 9 am to 4 pm.",
    ),
    ("hours", "en", "We're closed on Sundays and Mondays."),
    ("hours", "en", "On Saturday you'll find us open between 9 am and 4 pm."),
    ("hours", "en", "Our phone line is staffed Tuesday to Friday, 10 am to 1 pm."),
    ("hours", "en", "Please note that the café is closed from 24 December to 2 January."),
    ("hours", "en", "On Thursdays the café opens at 8 am and closes at 5 pm."),
    ("hours", "en", "If Monday is the only day you can come by, I'm afraid we're closed then."),
    ("hours", "en", "- **Tuesday–Friday:** 8 am – 5 pm"),
    ("hours", "en", "- **Saturday:** 9 am – 4 pm"),
    ("hours", "en", "- **Sunday and Monday:** closed"),
    (
        "hours",
        "en",
        "You can ring us from Tuesday to Friday between ten in the morning and one in the"
        " afternoon.",
    ),
    ("hours", "en", "E-mails are answered within one business day."),
    (
        "hours",
        "de",
        "Unser Café ist dienstags bis freitags von 8 bis 17 Uhr und samstags von 9 bis 16 Uhr"
        " geöffnet.",
    ),
    ("hours", "fr", "Le café est fermé le dimanche et le lundi."),
    ("hours", "es", "Los sábados abrimos de 9:00 a 16:00."),
    ("hours", "it", "La caffetteria è aperta dal martedì al venerdì dalle 8 alle 17."),
    ("hours", "en", "We're open until 5 pm from Tuesday to Friday and until 4 pm on Saturday."),
    (
        "hours",
        "en",
        "You can call +353 1 555 0147 from Tuesday to Friday, 10 am to 1 pm, or write to"
        " help@kilnlane.example.",
    ),
    ("delivery", "en", "Delivery within Ireland costs €4.00 and takes 1 to 2 business days."),
    ("delivery", "en", "Orders to Ireland ship free from €35."),
    (
        "delivery",
        "en",
        "Shipping to the UK is €7.50 and takes 3 to 5 business days, and it's free from €70.",
    ),
    (
        "delivery",
        "en",
        "To Germany, France and Austria we charge €8.90, and parcels take 4 to 6 business days.",
    ),
    ("delivery", "en", "Shipping to Austria is free from €80."),
    (
        "delivery",
        "en",
        "Parcels to Spain take between five and eight business days and cost €10.50.",
    ),
    ("delivery", "en", "Delivery to Italy costs €10.50, and free delivery isn't offered there."),
    (
        "delivery",
        "en",
        "We ship coffee to the United States for €22.00; it takes 7 to 12 business days.",
    ),
    ("delivery", "en", "Sorry, we don't ship to Switzerland or Norway."),
    ("delivery", "en", "Orders placed before 9 am on a Monday or Wednesday leave the same day."),
    ("delivery", "en", "We roast on Mondays and Wednesdays."),
    (
        "delivery",
        "en",
        "If you order equipment without any coffee, it leaves within one business day.",
    ),
    ("delivery", "en", "- **Germany:** €8.90, 4–6 business days, free from €80"),
    ("delivery", "en", "- **United Kingdom:** €7.50, 3–5 business days"),
    ("delivery", "en", "Your tracking link comes by e-mail as soon as the parcel leaves."),
    ("delivery", "en", "Collecting your order from the café costs nothing."),
    ("delivery", "en", "For Austria, reckon with €8.90 and 4 to 6 business days."),
    (
        "delivery",
        "de",
        "Der Versand nach Deutschland kostet 8,90 € und dauert 4 bis 6 Werktage; ab 80 € ist"
        " er kostenlos.",
    ),
    ("delivery", "de", "In die Schweiz liefern wir leider nicht."),
    ("delivery", "fr", "La livraison en France coûte 8,90 € et prend 4 à 6 jours ouvrés."),
    ("delivery", "fr", "Pour la France, la livraison est offerte à partir de 80 €."),
    ("delivery", "es", "El envío a España cuesta 10,50 € y tarda de 5 a 8 días laborables."),
    (
        "delivery",
        "it",
        "La spedizione in Italia costa 10,50 € e richiede da 5 a 8 giorni lavorativi.",
    ),
    (
        "delivery",
        "en",
        "Ireland is €4.00 with 1 to 2 business days, and Spain is €10.50 with 5 to 8 business"
        " days.",
    ),
    (
        "delivery",
        "en",
        "Delivery to the United Kingdom is free from €70, and to Germany, France and Austria"
        " from €80.",
    ),
    (
        "rule",
        "en",
        "You can return unused equipment within 30 days of delivery, as long as it's in its"
        " original box.",
    ),
    ("rule", "en", "A grinder that has been used can't come back unless it's faulty."),
    (
        "rule",
        "en",
        "Return postage is €6.50 and is yours to pay, except when the item is faulty, in"
        " which case we cover it.",
    ),
    (
        "rule",
        "en",
        "Coffee can't be returned because it's roasted to order, but if your bag arrives"
        " damaged, send us a photo within 10 days of delivery and we'll send a new one free of"
        " charge.",
    ),
    (
        "rule",
        "en",
        "FIRSTCUP takes 15% off the coffee in your first order, though it doesn't apply to"
        " equipment.",
    ),
    (
        "rule",
        "en",
        "GRIND20 gives you €20 off a grinder if you order at least 1 kg of coffee with it,"
        " and it runs until 31 December 2026.",
    ),
    (
        "rule",
        "en",
        "You can pause, skip or cancel your subscription up to 3 days before the next roast.",
    ),
    ("rule", "en", "Your order can still be changed or canceled until it has been roasted."),
    ("rule", "en", "Klarna is available, but only in Germany."),
    (
        "rule",
        "en",
        "We ship to the United States, but only coffee, and any customs duty is paid by the"
        " recipient.",
    ),
    (
        "rule",
        "en",
        "The warranty on Tarn kettles lasts 2 years and covers faults in material and"
        " workmanship, but not limescale, drops or normal wear.",
    ),
    (
        "rule",
        "en",
        "The burrs of Brasswick grinders are covered for five years, and all other parts for two.",
    ),
    ("rule", "en", "If your grinder can't be repaired under the warranty, we replace it."),
    ("rule", "en", "A coffee order placed after 9 am on a Monday leaves on the next roasting day."),
    ("rule", "en", "FIRSTCUP and GRIND20 can't be combined."),
    ("rule", "en", "Gift cards are valid for 5 years, but they can't be refunded."),
    (
        "rule",
        "en",
        "If you received the wrong bag, send us a photo within ten days of delivery and we'll"
        " send a new one at no cost.",
    ),
    ("rule", "en", "Kettles that have been used are excluded from returns unless there's a fault."),
    ("rule", "en", "Delivery to the UK is only free from €70; otherwise it's €7.50."),
    ("rule", "en", "Shipping to Spain and Italy is never free."),
    (
        "rule",
        "en",
        "Once your return is with us, the refund reaches you within 7 business days, the way"
        " you paid.",
    ),
    (
        "rule",
        "en",
        "You can collect your order from the café at no cost, but we only keep it for 7 days.",
    ),
    (
        "rule",
        "en",
        "The €20 off with GRIND20 only applies when you order at least a kilo of coffee with"
        " the grinder.",
    ),
    ("rule", "en", "Limescale and normal wear aren't covered by the warranty."),
    ("rule", "en", "Delivery to France is €8.90 unless your order reaches €80."),
    (
        "rule",
        "en",
        "We accept Visa, Mastercard, PayPal and Apple Pay, but not American Express or cash"
        " on delivery.",
    ),
    ("rule", "en", "We can't send equipment to the United States, only coffee."),
    ("rule", "en", "We only pay the return postage when the item is faulty."),
    (
        "rule",
        "en",
        "Equipment isn't included in the 15% that FIRSTCUP gives you; that's for coffee in a"
        " first order only.",
    ),
    (
        "rule",
        "de",
        "Unbenutzte Geräte können Sie innerhalb von 30 Tagen nach der Lieferung in der"
        " Originalverpackung zurücksenden.",
    ),
    (
        "rule",
        "de",
        "Die Rücksendung kostet 6,50 €, es sei denn, der Artikel ist defekt: Dann übernehmen"
        " wir die Kosten.",
    ),
    ("rule", "de", "Klarna bieten wir nur in Deutschland an."),
    (
        "rule",
        "fr",
        "Le code FIRSTCUP donne 15 % de réduction sur le café de votre première commande,"
        " mais pas sur le matériel.",
    ),
    (
        "rule",
        "fr",
        "Vous pouvez suspendre ou annuler l'abonnement jusqu'à 3 jours avant la prochaine"
        " torréfaction.",
    ),
    (
        "rule",
        "es",
        "El café no se puede devolver, pero si la bolsa llega dañada y nos envía una foto en"
        " los 10 días siguientes a la entrega, le enviamos una nueva gratis.",
    ),
    (
        "rule",
        "it",
        "I macinini e i bollitori usati non si possono restituire, a meno che non siano difettosi.",
    ),
    (
        "rule",
        "en",
        "Unused grinders in their original box can come back within 30 days of delivery, and"
        " you pay the return postage of €6.50 unless the grinder is faulty.",
    ),
    (
        "rule",
        "en",
        "A subscription comes every 2 or 4 weeks, and you can skip a delivery up to 3 days"
        " before the next roast.",
    ),
    (
        "rule",
        "en",
        "An order of equipment alone leaves within 1 business day, while an order with coffee"
        " leaves on a roasting day.",
    ),
    ("offer", "en", "With a subscription, every bag is 12% cheaper."),
    ("offer", "en", "Your subscription can come every two or every four weeks."),
    (
        "offer",
        "en",
        "You can sign up for a subscription at https://kilnlane.example/pages/subscribe.",
    ),
    ("offer", "en", "New here? **FIRSTCUP** gives you 15% off the coffee in your first order."),
    ("offer", "de", "Im Abo ist jeder Beutel 12 % günstiger."),
    ("offer", "es", "La suscripción llega cada 2 o 4 semanas."),
    ("care", "en", "Let espresso rest for seven days after roasting."),
    ("care", "en", "Filter coffee wants 4 days of rest after roasting."),
    ("care", "en", "We brew filter coffee with 60 g per litre of water at 93 °C."),
    ("care", "en", "Our coffee tastes best within eight weeks of roasting."),
    ("care", "en", "You can freeze the coffee for up to 3 months."),
    (
        "care",
        "en",
        "Descale your kettle once a month with 15 g of citric acid in a litre of water.",
    ),
    ("care", "en", "Brush the grinder out once a week, and please don't wash it with water."),
    (
        "care",
        "en",
        "For Hollow Oak Espresso we use 18 g of ground coffee for 36 g in the cup, in 28 seconds.",
    ),
    ("care", "en", "We show how we brew at https://kilnlane.example/pages/brewing."),
    (
        "care",
        "de",
        "Entkalken Sie den Wasserkocher einmal im Monat mit 15 g Zitronensäure auf einen"
        " Liter Wasser.",
    ),
    ("care", "fr", "Pour le café filtre, nous utilisons 60 g par litre d'eau à 93 °C."),
    ("care", "it", "Il caffè si può congelare fino a 3 mesi."),
    (
        "measure",
        "en",
        "The Tarn Kettle holds 0.9 litres, has 1200 watts and keeps your temperature for 30"
        " minutes.",
    ),
    ("measure", "en", "You can set the Tarn Kettle to any temperature from 40 to 100 °C."),
    (
        "measure",
        "en",
        "The Brasswick Hand Grinder has 48 mm conical steel burrs, 36 click settings and room"
        " for 30 g of beans.",
    ),
    (
        "measure",
        "en",
        "At 640 g, the Brasswick Hand Grinder has an aluminium body and a beech handle.",
    ),
    ("measure", "en", "Gera Natural is grown in Ethiopia at 1,900 to 2,100 metres."),
    (
        "measure",
        "en",
        "Pendle Decaf is decaffeinated with water alone, and 99.9% of the caffeine is gone.",
    ),
    ("measure", "en", "Hollow Oak Espresso is a blend of 70% Brazil and 30% Sumatra."),
    ("measure", "en", "A bag of Gera Natural holds 250 g."),
    ("measure", "de", "Der Tarn Kettle fasst 0,9 Liter und hält die Temperatur 30 Minuten lang."),
    ("measure", "es", "El Brasswick Hand Grinder pesa 640 g."),
    (
        "contact",
        "en",
        "You can reach us at help@kilnlane.example, and we'll answer within 1 business day.",
    ),
    ("contact", "en", "Our phone number is +353 1 555 0147."),
    (
        "contact",
        "en",
        "For a warranty claim, send your order number and a short video to"
        " workshop@kilnlane.example.",
    ),
    ("contact", "en", "You'll find our roastery and café at 12 Weir Street in Kilmorrow."),
    ("contact", "en", "Here's the kettle's page: https://kilnlane.example/products/tarn-kettle."),
    ("contact", "de", "Schreiben Sie uns gern an help@kilnlane.example."),
    ("contact", "es", "Puede llamarnos al +353 1 555 0147 de martes a viernes, de 10:00 a 13:00."),
    ("payment", "en", "You can pay with Visa, Mastercard, PayPal or Apple Pay."),
    ("payment", "en", "All of our prices include VAT."),
    ("payment", "en", "Gift cards come from €20 to €150."),
    ("payment", "it", "Le carte regalo sono valide per 5 anni."),
    ("warranty", "en", "Repairs under the warranty are done within 15 business days."),
    ("warranty", "en", "We keep spare parts for eight years."),
    ("warranty", "en", "The Tarn Kettle comes with a two-year warranty."),
    (
        "warranty",
        "de",
        "Auf das Mahlwerk der Brasswick-Mühlen geben wir 5 Jahre Garantie, auf alle anderen"
        " Teile 2 Jahre.",
    ),
    (
        "warranty",
        "en",
        "For a fault under the warranty, send your order number and a short video to"
        " workshop@kilnlane.example; we repair within 15 business days and replace what can't"
        " be repaired.",
    ),
    ("order", "en", "Your order #KL-2086 is on its way with Hibernia Parcel."),
    ("order", "en", "The tracking number of your parcel is HP480017725IE."),
    (
        "order",
        "en",
        "You ordered two bags of Hollow Oak Espresso (250 g, ground for espresso) and a"
        " Brasswick Hand Grinder in Slate.",
    ),
    ("order", "en", "Order #KL-2086 was placed on 24 November 2026."),
    ("order", "en", "Your order came to €152.00 in total, and it's paid."),
    (
        "order",
        "en",
        "You can follow your parcel at https://track.hiberniaparcel.example/HP480017725IE.",
    ),
    ("order", "de", "Ihre Bestellung #KL-2086 ist unterwegs."),
    (
        "order",
        "fr",
        "Votre commande #KL-2086 du 24 novembre 2026 est en route avec Hibernia Parcel.",
    ),
    (
        "order",
        "en",
        "Your order #KL-2086 with the slate Brasswick Hand Grinder is paid and on its way.",
    ),
    ("no claim", "en", "Hi there, and thanks for getting in touch!"),
    ("no claim", "en", "Welcome to Kiln Lane Coffee, how can I help?"),
    (
        "no claim",
        "en",
        "I'm so sorry to hear that your morning coffee didn't turn out the way you hoped.",
    ),
    ("no claim", "en", "That must be frustrating, and I'd like to help you sort it out."),
    ("no claim", "en", "Could you tell me which grinder you have in mind?"),
    ("no claim", "en", "Which country should we send it to?"),
    ("no claim", "en", "Do you usually brew with a filter or on an espresso machine?"),
    ("no claim", "en", "Feel free to ask if anything is unclear."),
    ("no claim", "en", "Let me know if you'd like me to pass this on to a person on our team."),
    ("no claim", "en", "I don't have any information on that, so I'd suggest asking our team."),
    ("no claim", "en", "Unfortunately, our texts don't say whether the café has parking."),
    ("no claim", "en", "Gera Natural tastes of blueberry, jasmine and honey."),
    (
        "no claim",
        "en",
        "Hollow Oak Espresso is dark and syrupy, with notes of cocoa, walnut and molasses,"
        " and it's made for milk drinks.",
    ),
    (
        "no claim",
        "en",
        "If you like chocolatey cups with milk, Hollow Oak Espresso could be the one for you.",
    ),
    (
        "no claim",
        "en",
        "If you enjoy blueberry notes in a filter coffee, I'd look at Gera Natural.",
    ),
    (
        "no claim",
        "en",
        "Pendle Decaf comes from Colombia and is a medium roast with notes of caramel and red"
        " apple.",
    ),
    ("no claim", "en", "No plastic touches the water in the Tarn Kettle."),
    ("no claim", "en", "Keep the bag closed, somewhere cool and dark."),
    ("no claim", "en", "A finer grind usually makes the shot run more slowly."),
    ("no claim", "en", "If your coffee tastes sour, try grinding a little finer."),
    ("no claim", "en", "One quick question before I go on: do you grind your own beans?"),
    (
        "no claim",
        "en",
        "Two things would help me find the right coffee: how you brew and what flavours you enjoy.",
    ),
    ("no claim", "en", "I hope you enjoy your first cup!"),
    ("no claim", "en", "Please contact our team so that they can take a closer look."),
    ("no claim", "en", "Could you send me your order number so that I can look it up?"),
    ("no claim", "en", "A photo of the damage would help our team."),
    ("no claim", "en", "Happy to help!"),
    ("no claim", "en", "Here's what I found for you:"),
    ("no claim", "en", "Is there anything else you'd like to know?"),
    ("no claim", "en", "That's a great question, and it comes down to taste."),
    (
        "no claim",
        "en",
        "I'm an AI assistant, so for anything out of the ordinary a colleague is the better"
        " person to ask.",
    ),
    ("no claim", "en", "It's best to let the kettle cool down before you clean it."),
    ("no claim", "en", "Just give me a second to check."),
    (
        "no claim",
        "en",
        "Good coffee at home is well worth the effort, and you're off to a good start.",
    ),
    ("no claim", "de", "Guten Tag und vielen Dank für Ihre Nachricht!"),
    ("no claim", "de", "Es tut mir leid, dass der Kaffee nicht so angekommen ist wie erhofft."),
    ("no claim", "de", "Darf ich fragen, wie Sie Ihren Kaffee am liebsten zubereiten?"),
    ("no claim", "fr", "Merci pour votre message, je regarde cela avec plaisir."),
    ("no claim", "fr", "N'hésitez pas à nous écrire si vous avez d'autres questions."),
    ("no claim", "fr", "Le Gera Natural a des notes de myrtille, de jasmin et de miel."),
    ("no claim", "es", "Siento mucho las molestias."),
    ("no claim", "es", "¿Puede decirme a qué país sería el envío?"),
    ("no claim", "it", "Grazie per averci scritto, come posso aiutarla?"),
    ("no claim", "it", "Le consiglio di contattare il nostro team per i dettagli."),
)
