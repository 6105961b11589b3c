package kubernetes

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/template"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/constants"
)

// templates are what Talos applies by itself: names, kinds and labels are its own, the rest is shorter.
//
//go:embed manifests/*.yaml.tmpl
var templates embed.FS

// defaultManifests are those that Talos applies before the ones that a machine configuration lists.
func defaultManifests(cfg config.Config) ([]manifest, error) {
	values, err := templateValues(cfg)
	if err != nil {
		return nil, err
	}

	parsed, err := template.New("").Funcs(template.FuncMap{"json": toJSON}).ParseFS(templates, "manifests/*.yaml.tmpl")
	if err != nil {
		return nil, err
	}

	left := map[string]bool{
		"05-flannel":                   cfg.K8sFlannelCNIConfig() == nil,
		"10-kube-proxy":                !cfg.K8sProxyConfig().Enabled(),
		"11-core-dns":                  !isCoreDNSOn(cfg),
		"11-core-dns-svc":              !isCoreDNSOn(cfg),
		"13-talos-service-account-crd": cfg.K8sTalosAPIAccessConfig() == nil,
	}

	var all []manifest

	for _, one := range parsed.Templates() {
		id := strings.TrimSuffix(one.Name(), ".yaml.tmpl")
		if one.Name() == "" || left[id] {
			continue
		}

		var text bytes.Buffer
		if err := one.Execute(&text, values); err != nil {
			return nil, err
		}

		all = append(all, manifest{id: id, text: text.Bytes()})
	}

	return all, nil
}

func toJSON(value any) (string, error) {
	text, err := json.Marshal(value)

	return string(text), err
}

func templateValues(cfg config.Config) (map[string]any, error) {
	cluster := cfg.Cluster()

	flannel := cfg.K8sFlannelCNIConfig()
	if flannel != nil && flannel.KubeNetworkPoliciesEnabled() {
		return nil, errors.New("cluster.network.cni.flannel.kubeNetworkPoliciesEnabled is not modelled by the simulator")
	}

	dns, err := serviceAddresses(cfg, dnsPlace)
	if err != nil {
		return nil, fmt.Errorf("cluster.network.serviceSubnets: %w", err)
	}

	server := cfg.K8sClusterConfig().ClusterEndpoint().String()
	if prism := cfg.K8sKubePrismConfig(); prism != nil {
		server = fmt.Sprintf("https://127.0.0.1:%d", prism.Port())
	}

	proxy, err := proxyArguments(cfg)
	if err != nil {
		return nil, err
	}

	pods := strings.Join(networkTexts(cfg.K8sNetworkConfig().PodCIDRs()), ",")

	flannelArguments := []string{"--ip-masq", "--kube-subnet-mgr"}
	if flannel != nil {
		flannelArguments = append(flannelArguments, flannel.ExtraArgs()...)
	}

	return map[string]any{
		"TokenID":        cluster.Token().ID(),
		"TokenSecret":    cluster.Token().Secret(),
		"Server":         server,
		"DNSDomain":      cfg.K8sNetworkConfig().DNSDomain(),
		"DNSServiceIPs":  dns,
		"CoreDNSImage":   coreDNSImage(cfg),
		"ProxyImage":     cfg.K8sProxyConfig().Image(),
		"ProxyCommand":   append([]string{"/usr/local/bin/kube-proxy"}, proxy...),
		"FlannelImage":   "ghcr.io/siderolabs/flannel:v" + constants.FlannelVersion,
		"FlannelArgs":    flannelArguments,
		"FlannelNetwork": fmt.Sprintf(`{"Network": %q, "Backend": {"Type": "vxlan", "Port": 4789}}`, pods),
	}, nil
}

func proxyArguments(cfg config.Config) ([]string, error) {
	proxy := cfg.K8sProxyConfig()

	if proxy.UseConfigFile() {
		return []string{"--config=/etc/kubernetes/kube-proxy/kube-proxy.yaml", "--hostname-override=$(NODE_NAME)"}, nil
	}

	mode := proxy.Mode()
	if mode == "" {
		mode = "nftables"
	}

	own := arguments{
		"cluster-cidr":           {strings.Join(networkTexts(cfg.K8sNetworkConfig().PodCIDRs()), ",")},
		"conntrack-max-per-core": {"0"},
		"hostname-override":      {"$(NODE_NAME)"},
		"kubeconfig":             {"/etc/kubernetes/kubeconfig"},
		"proxy-mode":             {mode},
	}

	err := own.merge("cluster.proxy.extraArgs", proxy.ExtraArgs(), map[string]policy{"kubeconfig": denied})

	return own.list(), err
}

// isCoreDNSOn is so unless a configuration says otherwise.
func isCoreDNSOn(cfg config.Config) bool {
	dns := cfg.K8sCoreDNSConfig()

	return dns != nil && dns.Enabled()
}

func coreDNSImage(cfg config.Config) string {
	if dns := cfg.K8sCoreDNSConfig(); dns != nil {
		return dns.Image()
	}

	return ""
}
