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
	cluster := cfg.Cluster()

	values, err := templateValues(cfg)
	if err != nil {
		return nil, err
	}

	parsed, err := template.New("").Funcs(template.FuncMap{"json": toJSON}).ParseFS(templates, "manifests/*.yaml.tmpl")
	if err != nil {
		return nil, err
	}

	left := map[string]bool{
		"05-flannel":                   cluster.Network().CNI().Name() != constants.FlannelCNI,
		"10-kube-proxy":                !cluster.Proxy().Enabled(),
		"11-core-dns":                  !cluster.CoreDNS().Enabled(),
		"11-core-dns-svc":              !cluster.CoreDNS().Enabled(),
		"13-talos-service-account-crd": !cfg.Machine().Features().KubernetesTalosAPIAccess().Enabled(),
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

	if cluster.Network().CNI().Flannel().KubeNetworkPoliciesEnabled() {
		return nil, errors.New("cluster.network.cni.flannel.kubeNetworkPoliciesEnabled is not modelled by the simulator")
	}

	dns, err := cluster.Network().DNSServiceIPs()
	if err != nil {
		return nil, fmt.Errorf("cluster.network.serviceSubnets: %w", err)
	}

	server := cluster.Endpoint().String()
	if prism := cfg.Machine().Features().KubePrism(); prism.Enabled() {
		server = fmt.Sprintf("https://127.0.0.1:%d", prism.Port())
	}

	proxy, err := proxyArguments(cfg)
	if err != nil {
		return nil, err
	}

	pods := strings.Join(cluster.Network().PodCIDRs(), ",")

	return map[string]any{
		"TokenID":        cluster.Token().ID(),
		"TokenSecret":    cluster.Token().Secret(),
		"Server":         server,
		"DNSDomain":      cluster.Network().DNSDomain(),
		"DNSServiceIPs":  dns,
		"CoreDNSImage":   cluster.CoreDNS().Image(),
		"ProxyImage":     cluster.Proxy().Image(),
		"ProxyCommand":   append([]string{"/usr/local/bin/kube-proxy"}, proxy...),
		"FlannelImage":   "ghcr.io/siderolabs/flannel:v" + constants.FlannelVersion,
		"FlannelArgs":    append([]string{"--ip-masq", "--kube-subnet-mgr"}, cluster.Network().CNI().Flannel().ExtraArgs()...),
		"FlannelNetwork": fmt.Sprintf(`{"Network": %q, "Backend": {"Type": "vxlan", "Port": 4789}}`, pods),
	}, nil
}

func proxyArguments(cfg config.Config) ([]string, error) {
	proxy := cfg.Cluster().Proxy()

	mode := proxy.Mode()
	if mode == "" {
		mode = "nftables"
	}

	own := arguments{
		"cluster-cidr":           {strings.Join(cfg.Cluster().Network().PodCIDRs(), ",")},
		"conntrack-max-per-core": {"0"},
		"hostname-override":      {"$(NODE_NAME)"},
		"kubeconfig":             {"/etc/kubernetes/kubeconfig"},
		"proxy-mode":             {mode},
	}

	err := own.merge("cluster.proxy.extraArgs", proxy.ExtraArgs(), map[string]policy{"kubeconfig": denied})

	return own.list(), err
}
