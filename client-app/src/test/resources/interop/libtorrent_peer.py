"""libtorrent as a client: libtorrent_peer.py get|seed|lurk TORRENT|MAGNET DIRECTORY ADDRESS:PORT [lsd].

get ends once everything is there; lurk knows its peers and fetches next to nothing from them."""
import sys

import libtorrent

mode, torrent, directory, listen = sys.argv[1:5]
session = libtorrent.session({
    "listen_interfaces": listen,
    "enable_dht": False,
    "enable_lsd": "lsd" in sys.argv[5:],
    "enable_upnp": False,
    "enable_natpmp": False,
    "allow_multiple_connections_per_ip": True,
    "alert_mask": libtorrent.alert.category_t.status_notification | libtorrent.alert.category_t.error_notification,
})
if torrent.startswith("magnet:"):
    parameters = libtorrent.parse_magnet_uri(torrent)
else:
    parameters = libtorrent.add_torrent_params()
    parameters.ti = libtorrent.torrent_info(torrent)
parameters.save_path = directory
handle = session.add_torrent(parameters)
if mode == "lurk":
    handle.set_download_limit(1000)
while mode != "get" or not handle.status().is_seeding:
    session.wait_for_alert(100)
    for alert in session.pop_alerts():
        print(alert.message(), flush=True)
