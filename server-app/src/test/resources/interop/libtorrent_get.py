"""libtorrent as a client that looks for peers nowhere but at the tracker: libtorrent_get.py TORRENT DIRECTORY. Ends once everything is there."""
import sys

import libtorrent

torrent, directory = sys.argv[1:]
session = libtorrent.session({
    "listen_interfaces": "127.0.0.1:0",
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "alert_mask": libtorrent.alert.category_t.all_categories,
})
parameters = libtorrent.add_torrent_params()
parameters.ti = libtorrent.torrent_info(torrent)
parameters.save_path = directory
handle = session.add_torrent(parameters)
while not handle.status().is_seeding:
    session.wait_for_alert(100)
    for alert in session.pop_alerts():
        print(alert.message(), flush=True)
