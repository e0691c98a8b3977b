{{- define "labels" -}}
{{- $root := index . 0 }}{{ $town := index . 1 }}{{ $shop := index . 2 -}}
civ8s.dev/realm: {{ $root.Values.realm }}
civ8s.dev/shop-type: {{ $shop.name }}
shop: {{ $shop.name }}
town: {{ $town.name }}
{{- end }}
