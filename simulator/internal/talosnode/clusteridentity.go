package talosnode

import "github.com/siderolabs/talos/pkg/machinery/config"

// clusterID is the identity by which machines find each other; empty for a configuration without a cluster.
func clusterID(configuration config.Provider) string {
	if identity := configuration.DiscoveryIdentityConfig(); identity != nil {
		return identity.ClusterID()
	}

	return ""
}

func clusterName(configuration config.Provider) string {
	if cluster := configuration.K8sClusterConfig(); cluster != nil {
		return cluster.ClusterName()
	}

	return ""
}
