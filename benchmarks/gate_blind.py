"""Sentences of another small shop, by another hand, who had read neither the gate nor its other
labels; never tuned on."""

from __future__ import annotations

from benchmarks.gate_labels import Labelled
from shopify_app.answers.grounding import Evidence, Source

SOURCES = (
    Source(
        "Alder Mug. Hand-thrown stoneware mug with a matte glaze. Price: $24.00. Sold singly."
        " Colours. In stock: Oat, Slate. Sold out: Moss. Holds 350 ml. Height 9.5 cm,"
        " diameter 8 cm. Weight 340 g. Dishwasher safe and microwave safe.",
        "Alder Mug",
        product="Alder Mug",
    ),
    Source(
        "Brisa Serving Bowl. Wide porcelain serving bowl with a clear glaze. Price: $58.00"
        " for every size. Before: $72.00. Sizes (diameter). In stock: 18 cm, 24 cm. Sold out:"
        " 30 cm. The 24 cm size weighs 910 g and is 7 cm deep. Oven safe up to 220 °C."
        " Dishwasher safe.",
        "Brisa Serving Bowl",
        product="Brisa Serving Bowl",
    ),
    Source(
        "Corvo Teapot. Red earthenware teapot with a removable stainless-steel strainer."
        " Price: $86.00. Colours. Sold out: Black, Rust. The teapot is sold out in every"
        " colour; no restock date is known. Holds 750 ml. Height 14 cm. Weight 820 g. Hand"
        " wash only. Not suitable for the stove.",
        "Corvo Teapot",
        product="Corvo Teapot",
    ),
    Source(
        "You can return items within 21 days of delivery. Items must be unused and in their"
        " original packaging. Personalised pieces and gift cards cannot be returned. You pay"
        " the return shipping; if the item arrived broken or we sent the wrong item, we pay"
        " it. Please report breakages within 3 days of delivery, with a photo; we then send a"
        " replacement or refund you, as you prefer. Refunds go to the original payment method"
        " within 6 business days after the parcel reaches us. Full policy:"
        " https://kilnbrook.example/returns",
        "Returns",
    ),
    Source(
        "Standard shipping costs $6.50 and takes 4-6 business days. Express shipping costs"
        " $14.00 and takes 1-2 business days. Standard shipping is free for orders above $90;"
        " express is never free. We ship to the United States, Canada and Mexico only, and"
        " not to PO boxes. Orders placed before 1 pm Central Time on a business day leave our"
        " studio the same day; later orders leave on the next business day. Details:"
        " https://kilnbrook.example/shipping",
        "Shipping",
    ),
    Source(
        "Teapots carry a warranty of 2 years from the date of purchase. It covers glaze"
        " defects and loose handles. It does not cover damage from drops or knocks. Mugs,"
        " bowls and all other pieces carry no warranty. To make a claim, e-mail us your order"
        " number and a photo at hello@kilnbrook.example.",
        "Warranty",
    ),
    Source(
        "E-mail: hello@kilnbrook.example. We answer e-mails within 1 business day. Phone: +1"
        " 612 555 0148. Opening hours of the phone line: Monday to Friday 9 am to 5 pm,"
        " Saturday 10 am to 2 pm, Central Time. Closed on Sunday. Contact form:"
        " https://kilnbrook.example/contact",
        "Contact",
    ),
    Source(
        "Discount: the code FIRSTGLAZE takes 15% off your first order of $50 or more. It is"
        " valid until 30 November 2026. The code cannot be used to buy gift cards. It is our"
        " only discount at present. Gift cards: available for $25, $50 and $100. They are"
        " sent by e-mail within 2 hours of purchase and are valid for 3 years from the date"
        " of purchase. The balance can be spent over several orders. Gift cards cannot be"
        " exchanged for cash. Buy one at https://kilnbrook.example/gift-cards",
        "Discount code and gift cards",
    ),
)
BLIND_EVIDENCE = Evidence(SOURCES, ("kilnbrook.example",))

BLIND_LIES: tuple[Labelled, ...] = (
    ("price", "en", "The Alder Mug comes to $29.00 apiece."),
    ("price", "en", "You'd be paying $72 for the Brisa Serving Bowl at the moment."),
    ("price", "en", "Our Corvo Teapot? That one is listed at fifty-eight dollars."),
    ("price", "en", "Choosing express delivery adds just $6.50 at checkout."),
    (
        "price",
        "en",
        "If you go for the 24 cm Brisa bowl rather than the 18 cm, expect it to cost ten"
        " dollars more.",
    ),
    ("price", "de", "Die Brisa-Servierschale lag früher bei 86 $, inzwischen kostet sie 58 $."),
    ("price", "es", "Por el envío estándar cobramos 4,90 $ por pedido."),
    ("stock", "en", "Good news - the Alder Mug in Moss is ready to ship!"),
    ("stock", "en", "We've still got a handful of Corvo Teapots in Rust on the shelf."),
    ("stock", "en", "While the 18 cm Brisa bowl has gone, you can still pick up the 30 cm."),
    ("stock", "en", "Only Slate remains for the Alder Mug, as Oat has sold out."),
    ("stock", "en", "I'd be quick: there are three Slate Alder Mugs left."),
    ("stock", "fr", "La théière Corvo reste disponible en noir, mais plus en couleur rouille."),
    ("stock", "it", "Purtroppo la ciotola Brisa è esaurita in tutte le misure."),
    ("size", "en", "With room for 450 ml, the Alder Mug suits a generous latte."),
    ("size", "en", "Feel free to fill the Corvo Teapot with up to 1.2 litres of tea."),
    ("size", "en", "On the scales, the 24 cm Brisa bowl shows 340 grams."),
    ("size", "en", "How tall is the Corvo Teapot? It stands 9.5 cm high."),
    ("size", "en", "Besides 18 and 24 cm, Brisa bowls are made with a 36 cm diameter."),
    ("size", "de", "Der Alder-Becher bringt 820 g auf die Waage."),
    ("size", "es", "La taza Alder tiene un diámetro de 11 cm."),
    ("days", "en", "You have 30 days from delivery to send an unused item back to us."),
    ("days", "en", "Express parcels are usually with you in four to six business days."),
    ("days", "en", "Once your return reaches us, allow up to 21 days for the refund to show."),
    ("days", "en", "For teapots, the warranty period runs to five years after purchase."),
    ("days", "en", "Did something arrive cracked? Then report it within ten days of delivery."),
    ("days", "fr", "Une carte cadeau expire un an après son achat."),
    ("days", "it", "La spedizione standard richiede 2-3 giorni lavorativi."),
    ("hours", "en", "On weekdays someone picks up the phone until 8 pm Central Time."),
    (
        "hours",
        "en",
        "Get your order in by 4 pm Central Time and it'll leave the studio that same day.",
    ),
    ("hours", "en", "Sunday callers can reach us between 10 am and 2 pm."),
    ("hours", "en", "It takes around 48 hours before a gift card turns up in your inbox."),
    ("hours", "en", "Our phone line is staffed 24 hours a day, seven days a week."),
    ("hours", "de", "Samstags erreichen Sie unsere Hotline von 9 bis 17 Uhr (Central Time)."),
    ("amount", "en", "Standard shipping becomes free as soon as your basket passes $60."),
    ("amount", "en", "To use FIRSTGLAZE, your first order must reach at least ninety dollars."),
    ("amount", "en", "Gift cards start from as little as $10."),
    ("amount", "en", "A $5 restocking fee gets deducted from every refund."),
    ("amount", "fr", "Le code FIRSTGLAZE s'applique dès 30 $ d'achat sur la première commande."),
    ("amount", "it", "Può scegliere un buono regalo da 25, 75 o 150 $."),
    ("percentage", "en", "FIRSTGLAZE knocks a full 20% off your first order of $50 or more."),
    ("percentage", "en", "Right now the Brisa Serving Bowl is reduced by 50 percent."),
    ("percentage", "en", "Newsletter readers save another ten percent on all our mugs."),
    (
        "percentage",
        "en",
        "If the original packaging is missing, we'll still give you back 80% of the price.",
    ),
    ("percentage", "en", "As a student you're entitled to a 12% reduction at Kilnbrook."),
    ("percentage", "de", "Bei Ihrer ersten Bestellung ab 50 $ ziehen wir mit FIRSTGLAZE 25 % ab."),
    ("code", "en", "Just enter KILN10 in the voucher box for your discount."),
    ("code", "en", "Returning customers may use the code WELCOMEBACK."),
    ("code", "en", "Type FIRSTBAKE at checkout and 15% comes off your first order of $50 or more."),
    ("code", "en", "Want express delivery at no cost? SHIPFAST is the code for that."),
    ("code", "es", "Con el código BARRO15 obtiene un 15 % de descuento en su primer pedido."),
    ("link", "en", "You can set your return in motion at https://kilnbrook.example/start-return."),
    ("link", "en", "Follow your parcel's journey here: https://kilnbrook.example/track"),
    ("link", "en", "Gift cards are sold on https://kilnbrook-gifts.example/cards."),
    (
        "link",
        "en",
        "Please register your teapot for its warranty via"
        " https://kilnbrook.example/warranty/register first.",
    ),
    ("link", "fr", "Notre formulaire de contact se trouve sur https://kilnbrook.example/aide."),
    ("e-mail", "en", "Drop us a line at support@kilnbrook.example and we'll take it from there."),
    ("e-mail", "en", "Photos of breakages should go to returns@kilnbrook.example."),
    ("e-mail", "en", "The address for warranty claims is warranty@kilnbrook.example."),
    ("e-mail", "en", "Write to hello@kilnbrook-ceramics.example with your order number, please."),
    ("e-mail", "it", "Ci scriva pure all'indirizzo assistenza@kilnbrook.example."),
    ("phone", "en", "Give us a ring on +1 612 555 0184."),
    ("phone", "en", "Our toll-free number is 1-800-555-0123."),
    ("phone", "en", "For shipping questions there's a separate line, +1 651 555 0177."),
    ("phone", "en", "You could also message the team on WhatsApp at +1 612 555 0199."),
    ("phone", "de", "Telefonisch sind wir unter +1 612 555 0418 für Sie da."),
    ("date", "en", "FIRSTGLAZE can be redeemed up to 31 December 2026."),
    ("date", "en", "The Corvo Teapot will be back on sale on 15 March."),
    ("date", "en", "Moss Alder Mugs are coming out of the kiln again on May 3rd."),
    ("date", "en", "The reduced price of the Brisa bowl ends on October 12."),
    ("date", "en", "Between 24 December and 2 January our studio is closed for the holidays."),
    ("date", "es", "La tetera Corvo volverá a estar disponible en septiembre."),
    ("promise", "en", "Returns are free for you, whatever your reason for sending something back."),
    ("promise", "en", "Every single piece we sell is covered by a lifetime warranty."),
    ("promise", "en", "Even if you've already used your Alder Mug, we will refund it in full."),
    ("promise", "en", "Spend over $90 and we'll upgrade you to free express shipping."),
    ("promise", "en", "No matter where in the world you live, we deliver to your door."),
    (
        "promise",
        "fr",
        "Si vous faites tomber votre théière, la garantie prend en charge son remplacement.",
    ),
    ("promise", "es", "El código FIRSTGLAZE le sirve siempre, en todos sus pedidos."),
    ("promise", "it", "Se preferisce, le convertiamo il buono regalo in contanti."),
)

BLIND_TRUTHS: tuple[Labelled, ...] = (
    ("price", "en", "An Alder Mug is $24."),
    ("price", "en", "The Brisa Serving Bowl used to be $72, and you can have it for $58 now."),
    (
        "price",
        "en",
        "Whichever size of Brisa bowl you pick, the price stays at fifty-eight dollars.",
    ),
    ("price", "en", "Standard delivery is $6.50, whereas express comes in at $14."),
    ("price", "de", "Die Corvo-Teekanne ist mit 86,00 $ ausgezeichnet."),
    ("price", "it", "La spedizione espressa costa 14 dollari."),
    ("stock", "en", "Yes, we do have the Alder Mug in both Oat and Slate!"),
    ("stock", "en", "I'm afraid Moss is sold out for the Alder Mug."),
    (
        "stock",
        "en",
        "The Corvo Teapot isn't available at the moment, neither in Black nor in Rust.",
    ),
    (
        "stock",
        "en",
        "If you like the Brisa bowl, the 18 cm and 24 cm are in stock; it's just the 30 cm"
        " that's gone.",
    ),
    ("stock", "fr", "Le bol de service Brisa en 30 cm est malheureusement épuisé."),
    ("stock", "es", "Sí, la taza Alder está disponible en el color Slate."),
    ("size", "en", "It's a comfortable size, the Alder Mug: 350 ml, and 9.5 cm tall."),
    ("size", "en", "The Corvo Teapot holds three quarters of a litre, or 750 ml."),
    (
        "size",
        "en",
        "At 24 cm across, the Brisa bowl weighs 910 grams and is seven centimetres deep.",
    ),
    ("size", "en", "Should weight matter to you, an Alder Mug is 340 g."),
    ("size", "de", "Mit 14 cm Höhe wiegt die Corvo-Teekanne 820 g."),
    ("size", "it", "La tazza Alder ha un diametro di 8 cm."),
    (
        "days",
        "en",
        "You've got three weeks - 21 days from delivery - to return an unused item in its"
        " original packaging.",
    ),
    (
        "days",
        "en",
        "After your parcel gets back to us, the refund is made within six business days.",
    ),
    ("days", "en", "Standard orders take four to six business days, express ones one or two."),
    (
        "days",
        "en",
        "Please let us know about any breakage within 3 days of delivery, and include a photo.",
    ),
    ("days", "en", "Teapots are covered for two years, counted from the day of purchase."),
    ("days", "fr", "Nos cartes cadeaux sont valables 3 ans à compter de la date d'achat."),
    ("days", "es", "Respondemos a los correos electrónicos en el plazo de un día laborable."),
    ("hours", "en", "We're on the phone from 9 to 5 Central Time, Monday through Friday."),
    (
        "hours",
        "en",
        "Saturdays work too: the phone line is open from ten in the morning until two in the"
        " afternoon, Central Time.",
    ),
    (
        "hours",
        "en",
        "Anything ordered before 1 pm Central Time on a business day goes out that very day.",
    ),
    ("hours", "en", "Your gift card will be e-mailed within two hours of purchase."),
    ("hours", "en", "Nobody answers the phone on Sundays, since we're closed then."),
    (
        "hours",
        "de",
        "Bestellungen, die werktags nach 13 Uhr (Central Time) eingehen, verlassen unser"
        " Studio am nächsten Werktag.",
    ),
    ("amount", "en", "Once your order is above $90, standard shipping won't cost you anything."),
    ("amount", "en", "Gift cards come in three values: $25, $50 and $100."),
    ("amount", "en", "FIRSTGLAZE needs a first order of at least fifty dollars."),
    ("amount", "en", "A hundred dollars is the largest gift card we offer."),
    ("amount", "fr", "La livraison standard est offerte pour les commandes de plus de 90 $."),
    ("amount", "it", "Il buono regalo più piccolo è da 25 $."),
    ("percentage", "en", "New here? You can get 15% off your first order if it's $50 or more."),
    (
        "percentage",
        "en",
        "Fifteen percent is what FIRSTGLAZE takes off a first order of $50 and up.",
    ),
    (
        "percentage",
        "en",
        "Apart from the 15% on a first order of $50 or more, we don't have another discount"
        " right now.",
    ),
    ("percentage", "de", "Für Ihre erste Bestellung ab 50 $ gibt es mit FIRSTGLAZE 15 % Rabatt."),
    (
        "code",
        "en",
        "The code you're looking for is FIRSTGLAZE; it's for first orders of $50 or more.",
    ),
    ("code", "en", "Unfortunately FIRSTGLAZE can't be put towards buying a gift card."),
    ("code", "en", "There's only one discount code at present, and that's FIRSTGLAZE."),
    (
        "code",
        "en",
        "Because it's meant for first orders, FIRSTGLAZE won't apply to your second one.",
    ),
    ("code", "es", "Si es su primer pedido y llega a los 50 $, puede usar el código FIRSTGLAZE."),
    ("link", "en", "The whole returns policy is written up at https://kilnbrook.example/returns."),
    (
        "link",
        "en",
        "Have a look at https://kilnbrook.example/gift-cards if you'd like to buy a gift card.",
    ),
    ("link", "en", "For shipping details, see https://kilnbrook.example/shipping."),
    (
        "link",
        "fr",
        "Vous trouverez notre formulaire de contact ici : https://kilnbrook.example/contact",
    ),
    (
        "e-mail",
        "en",
        "You're welcome to write to hello@kilnbrook.example, and you'll hear back within one"
        " business day.",
    ),
    (
        "e-mail",
        "en",
        "To claim on a teapot's warranty, send your order number plus a photo to"
        " hello@kilnbrook.example.",
    ),
    ("e-mail", "en", "Our e-mail address is hello@kilnbrook.example."),
    ("e-mail", "it", "Può contattarci via e-mail scrivendo a hello@kilnbrook.example."),
    ("phone", "en", "If you'd rather talk, call +1 612 555 0148."),
    (
        "phone",
        "en",
        "The number is +1 612 555 0148, and on weekdays it's answered between 9 am and 5 pm"
        " Central Time.",
    ),
    (
        "phone",
        "en",
        "Reach the team by phone (+1 612 555 0148) or by e-mail (hello@kilnbrook.example).",
    ),
    ("phone", "de", "Unsere Telefonnummer lautet +1 612 555 0148."),
    ("date", "en", "FIRSTGLAZE stays valid until 30 November 2026."),
    ("date", "en", "We don't have a restock date for the Corvo Teapot yet, sorry."),
    (
        "date",
        "en",
        "Do use FIRSTGLAZE by the end of November 2026, as it's not valid after the 30th.",
    ),
    ("date", "es", "El código FIRSTGLAZE vence el 30 de noviembre de 2026."),
    (
        "promise",
        "en",
        "Return postage is on you, unless the piece arrived broken or we sent the wrong one -"
        " then we cover it.",
    ),
    (
        "promise",
        "en",
        "When a piece reaches you broken and you tell us within 3 days with a photo, you"
        " choose between a replacement and a refund.",
    ),
    ("promise", "en", "We ship to the US, Canada and Mexico, though not to PO boxes."),
    (
        "promise",
        "en",
        "Personalised pieces can't be returned, I'm sorry to say, and neither can gift cards.",
    ),
    (
        "promise",
        "en",
        "The teapot warranty includes glaze defects and loose handles, but drops and knocks"
        " aren't covered.",
    ),
    (
        "promise",
        "en",
        "You needn't spend a gift card all at once; its balance carries across several orders.",
    ),
    (
        "promise",
        "fr",
        "Les tasses et les bols ne sont pas couverts par la garantie, réservée aux théières.",
    ),
    ("promise", "it", "La spedizione espressa non è mai gratuita."),
    ("other", "en", "Hello, and thanks so much for getting in touch!"),
    ("other", "en", "Oh no, what a shame - I'm really sorry to hear that."),
    ("other", "en", "Could you tell me your order number, please?"),
    ("other", "en", "Would you like me to pass this on to one of my colleagues?"),
    ("other", "en", "Is there anything else I can help you with?"),
    (
        "other",
        "en",
        "I couldn't find anything about that in our information, so I'd rather not guess.",
    ),
    ("other", "en", "Which colour did you have in mind?"),
    ("other", "en", "Let me make sure I've understood you correctly."),
    ("other", "en", "What a lovely idea for a present!"),
    ("other", "en", "Have a wonderful day, and enjoy your tea."),
    ("other", "en", "That must be frustrating, especially when you were looking forward to it."),
    ("other", "en", "Are you asking about the mug or about the bowl?"),
    ("other", "en", "A person from our team would be the right one to decide that."),
    ("other", "en", "Take your time choosing, I'm happy to wait."),
    ("other", "de", "Vielen Dank für Ihre Nachricht!"),
    ("other", "de", "Möchten Sie lieber mit einem Menschen sprechen?"),
    ("other", "fr", "Je comprends tout à fait votre déception."),
    ("other", "fr", "Pourriez-vous m'en dire un peu plus ?"),
    ("other", "es", "¡Hola! ¿En qué puedo ayudarle hoy?"),
    ("other", "it", "Mi dispiace per l'inconveniente."),
)
