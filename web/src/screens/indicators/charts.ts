// ECharts, as little of it as the indicators draw with, in a chunk of its own that loads only there. Drawn as SVG, so that it prints and is sharp.
import { BarChart, FunnelChart, HeatmapChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, FunnelChart, HeatmapChart, LineChart, GridComponent, MarkLineComponent, VisualMapComponent, SVGRenderer])

export type Option = EChartsCoreOption

export function draw(box: HTMLElement, option: Option): EChartsType {
  const chart = init(box, null, { renderer: 'svg' })
  chart.setOption(option)
  return chart
}

/** Its own way to clear the box is a text of HTML, which the content security policy refuses: it is given nothing to clear. */
export function drop(chart: EChartsType): void {
  const box = chart.getDom()
  Object.assign(chart.getZr().painter, { root: {}, clear: () => undefined })
  chart.dispose()
  box.replaceChildren()
}
