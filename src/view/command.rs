//! Commands that set something, as JSON for the page: the reverse of reading them.

use crate::base::dist::Dist;
use crate::model::pool::HealthCheck;
use crate::model::{Command, Crashes, Delivery, Health, Model};
use crate::scenario::ingress::IngressSpec;
use crate::view::scenario::node_id;
use crate::view::settings::CallSettings;
use serde::Serialize;

/// A command that sets something. [`CommandSpec`](crate::scenario::CommandSpec) reads it back as the same command.
#[allow(clippy::large_enum_variant, reason = "one at a time, on its way to JSON")]
#[derive(Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SettingCommand<'a> {
    SetDelivery {
        subscription: &'a str,
        delivery: &'a Delivery,
    },
    SetHealth {
        node: &'a str,
        health: Health,
    },
    SetWorkers {
        node: &'a str,
        workers: u32,
    },
    SetMachine {
        node: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        cores: Option<u32>,
        speed: f64,
    },
    SetCrashes {
        node: &'a str,
        crashes: Crashes,
    },
    SetHealthCheck {
        from: &'a str,
        to: &'a str,
        health_check: Option<HealthCheck>,
    },
    SetCall(CallSettings<'a>),
    SetIngress {
        node: &'a str,
        ingress: Option<IngressSpec>,
    },
    SetArrivals {
        client: &'a str,
        every: Option<Dist>,
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        users: Option<u32>,
    },
}

impl<'a> SettingCommand<'a> {
    /// Describes a command of a model; `None` if it sets nothing.
    pub fn of(model: &'a Model, command: &'a Command) -> Option<SettingCommand<'a>> {
        let id = |node| node_id(model, node);
        Some(match *command {
            Command::SetDelivery { subscription, ref delivery } => {
                SettingCommand::SetDelivery { subscription: &model.subscriptions[subscription.index()].id, delivery }
            }
            Command::SetHealth { node, health } => SettingCommand::SetHealth { node: id(node), health },
            Command::SetWorkers { node, workers } => SettingCommand::SetWorkers { node: id(node), workers },
            Command::SetMachine { node, machine } => {
                SettingCommand::SetMachine { node: id(node), cores: machine.cores, speed: machine.speed }
            }
            Command::SetCrashes { node, crashes } => SettingCommand::SetCrashes { node: id(node), crashes },
            Command::SetHealthCheck { pool, check } => {
                // Any one of the edges names the pool.
                let edge = &model.calls[model.pools[pool.index()].calls[0].index()];
                SettingCommand::SetHealthCheck { from: id(edge.from), to: id(edge.to), health_check: check }
            }
            Command::SetCall { call, ref policy } => SettingCommand::SetCall(CallSettings::of(model, call, policy)),
            Command::SetIngress { node, ref ingress } => {
                let ingress = ingress.as_ref().map(|ingress| IngressSpec::of(model, ingress));
                SettingCommand::SetIngress { node: id(node), ingress }
            }
            Command::SetArrivals { client, every, limit, users } => {
                SettingCommand::SetArrivals { client: id(client), every, limit, users }
            }
            _ => return None,
        })
    }
}
