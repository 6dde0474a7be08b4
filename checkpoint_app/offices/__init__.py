"""An opened lane as each desk asks for it: its port in `ui` over the services and stores."""
