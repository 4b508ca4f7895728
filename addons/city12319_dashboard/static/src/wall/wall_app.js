import { whenReady } from "@odoo/owl";
import { mountComponent } from "@web/env";
import { WallScreen } from "./wall_screen";

whenReady(() => mountComponent(WallScreen, document.body));
