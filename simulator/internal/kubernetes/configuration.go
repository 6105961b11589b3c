package kubernetes

import (
	"cmp"
	"net/netip"

	sideronet "github.com/siderolabs/net"
	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/config/types/v1alpha1"
)

// Places among the addresses of services that have a meaning.
const (
	apiServerPlace = 1
	dnsPlace       = 10
)

// clusterID is the identity by which machines find each other; empty for a configuration without a cluster.
func clusterID(cfg config.Config) string {
	if identity := cfg.DiscoveryIdentityConfig(); identity != nil {
		return identity.ClusterID()
	}

	return ""
}

// issuingCA is the authority of the Kubernetes API as a machine has it: with a key on control planes only.
func issuingCA(cfg config.Config) (certificate, key []byte) {
	authorities := cfg.K8sAPIServerCAConfig()
	if authorities == nil {
		return nil, nil
	}

	if issuing := authorities.IssuingCA(); issuing != nil {
		return issuing.Crt, issuing.Key
	}

	for _, accepted := range authorities.AcceptedCAs() {
		return accepted.Crt, nil
	}

	return nil, nil
}

// serviceAddresses are those at a place in each network of services.
func serviceAddresses(cfg config.Config, place int) ([]netip.Addr, error) {
	var all []netip.Addr

	for _, network := range cfg.K8sNetworkConfig().ServiceCIDRs() {
		address, err := sideronet.NthIPInNetwork(network, place)
		if err != nil {
			return nil, err
		}

		all = append(all, address)
	}

	return all, nil
}

// mainDocument is the part of a configuration that has no kind.
func mainDocument(cfg config.Config) *v1alpha1.Config {
	if provider, ok := cfg.(interface{ RawV1Alpha1() *v1alpha1.Config }); ok {
		return cmp.Or(provider.RawV1Alpha1(), &v1alpha1.Config{})
	}

	return &v1alpha1.Config{}
}

// networkManifests are those of a network of pods that Talos does not know.
func networkManifests(cfg config.Config) []string {
	cluster := mainDocument(cfg).ClusterConfig
	if cluster == nil || cluster.ClusterNetwork == nil { //nolint:staticcheck // older contracts have it there
		return nil
	}

	return cluster.CNI().URLs()
}

func networkTexts(networks []netip.Prefix) []string {
	texts := make([]string, 0, len(networks))
	for _, network := range networks {
		texts = append(texts, network.String())
	}

	return texts
}
